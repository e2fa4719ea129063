import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { requireKnownSchema } from './migrate.ts';
import { searchTerms } from '../search/index-terms.ts';
import { StartupError } from '../startup-error.ts';
import { codeOf } from '../system-error.ts';

interface OpenOptions {
  file: string;
  /** 32 bytes: the raw key of the SQLCipher 4 scheme. */
  key: Uint8Array;
  readonly?: boolean;
}

/**
 * Opens the database under the SQLCipher 4 scheme (AES-256-CBC, HMAC-SHA512 a page).
 * @throws StartupError when the key does not fit the file.
 */
export function openDatabase({ file, key, readonly = false }: OpenOptions): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { readonly });
    database.pragma("cipher='sqlcipher'");
    database.pragma('legacy=4');
    database.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
    database.pragma('journal_mode=WAL');
    // Acknowledged means durable: the log is on disk before a commit returns.
    database.pragma('synchronous=FULL');
    database.pragma('foreign_keys=ON');
    // Erased text is overwritten in its page, not left in the free space.
    database.pragma('secure_delete=ON');
    database.pragma('temp_store=MEMORY');
    database.pragma('busy_timeout=5000');
    database.pragma('cache_size=-65536');
    // Triggers call it: what changes a message keeps the search index true, whoever changes it.
    database.function('search_terms', { deterministic: true }, searchTerms as never);
    // The words of the search index, each at all its places: search asks which begin in some way.
    database.exec(
      "CREATE VIRTUAL TABLE temp.message_term USING fts5vocab ('main', 'message_index', 'instance')",
    );
    return database;
  } catch (cause) {
    database?.close();
    throw explain(cause, file);
  }
}

/**
 * Opens the one connection that writes. What is refused is left as it is: it is first looked at
 * through a connection that cannot write, since to close any other folds the log into the file.
 * @throws StartupError when the key does not fit, or a newer version has written the database.
 */
export function openForWriting(options: { file: string; key: Uint8Array }): Database.Database {
  if (hasLog(options.file)) {
    const look = openDatabase({ ...options, readonly: true });
    try {
      requireKnownSchema(look);
    } finally {
      look.close();
    }
  }
  const database = openDatabase(options);
  try {
    requireKnownSchema(database);
    return database;
  } catch (cause) {
    database.close();
    throw cause;
  }
}

/** Whether something is in a database's log that is not in its file. */
export function hasLog(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function explain(cause: unknown, file: string): unknown {
  const code = codeOf(cause);
  if (code === 'SQLITE_NOTADB') {
    const sentence = `The key does not open the database ${file}, or its first page is damaged`;
    return new StartupError(sentence, { cause });
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY')) {
    return new StartupError(`The database ${file} cannot be written`, { cause });
  }
  return cause;
}
