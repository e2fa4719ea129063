import Database from 'better-sqlite3';
import { StartupError } from '../startup-error.ts';

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
  const database = new Database(file, { readonly });
  try {
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
    return database;
  } catch (cause) {
    database.close();
    throw explain(cause, file);
  }
}

function explain(cause: unknown, file: string): unknown {
  const code = (cause as { code?: string }).code ?? '';
  if (code === 'SQLITE_NOTADB') {
    return new StartupError(`The key does not open the database ${file}`, { cause });
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY')) {
    return new StartupError(`The database ${file} cannot be written`, { cause });
  }
  return cause;
}
