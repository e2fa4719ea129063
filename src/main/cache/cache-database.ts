import { cacheSchema, cacheVersion } from './cache-schema.ts';
import type { SqliteClass, SqliteDatabase, SqliteStatement } from './sqlite.ts';

/**
 * The encrypted file behind one person's cache. What is written survives a crash of the app;
 * `durably` also a loss of power.
 */
export class CacheDatabase {
  readonly #database: SqliteDatabase;
  readonly #statements = new Map<string, SqliteStatement>();

  /**
   * Opens or makes the file; `key` is 64 hexadecimal digits. Throws when the key does not fit, the
   * file is damaged, or a newer version has written it.
   */
  constructor(Database: SqliteClass, file: string, key: string) {
    this.#database = new Database(file);
    try {
      this.#prepare(key);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  #prepare(key: string): void {
    const database = this.#database;
    database.pragma("cipher='sqlcipher'");
    database.pragma('legacy=4');
    database.pragma(`key="x'${key}'"`);
    database.pragma('journal_mode=WAL');
    database.pragma('synchronous=NORMAL');
    // Erased text is overwritten in its page, not left in the free space.
    database.pragma('secure_delete=ON');
    database.pragma('temp_store=MEMORY');
    const version = database.pragma('user_version', { simple: true });
    if (version === 0) this.transaction(() => this.#make());
    else if (version !== cacheVersion) throw new Error(`written by version ${String(version)}`);
  }

  #make(): void {
    this.#database.exec(cacheSchema);
    this.#database.pragma(`user_version=${String(cacheVersion)}`);
  }

  run(sql: string, ...values: unknown[]): void {
    this.#statement(sql).run(...values);
  }

  row<T>(sql: string, ...values: unknown[]): T | undefined {
    return this.#statement(sql).get(...values) as T | undefined;
  }

  rows<T>(sql: string, ...values: unknown[]): T[] {
    return this.#statement(sql).all(...values) as T[];
  }

  /** All or nothing; within another it is a part of that one. */
  transaction<T>(work: () => T): T {
    return this.#database.transaction(work)();
  }

  /** On disk, with all that came before, once this returns. Not to be used inside a transaction. */
  durably(work: () => void): void {
    this.#database.pragma('synchronous=FULL');
    try {
      this.transaction(work);
    } finally {
      this.#database.pragma('synchronous=NORMAL');
    }
  }

  /** Empties the log, in which the pages stand as they were before something was erased. */
  forgetOldPages(): void {
    this.#database.pragma('wal_checkpoint(TRUNCATE)');
  }

  /** What is stored, without the room that is free again. */
  usedBytes(): number {
    const pragma = (name: string) => Number(this.#database.pragma(name, { simple: true }));
    return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  }

  close(): void {
    this.#database.close();
  }

  #statement(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
