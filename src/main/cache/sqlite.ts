/**
 * What the cache uses of better-sqlite3. The class is handed in: the app's is the Node-API build,
 * which Electron loads, and tests under Node 20 bring the one that the server has.
 */
export interface SqliteStatement {
  run(...values: unknown[]): unknown;
  get(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown[];
}

export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement;
  exec(sql: string): unknown;
  pragma(sql: string, options?: { simple?: boolean }): unknown;
  transaction<T>(work: () => T): () => T;
  close(): unknown;
}

export type SqliteClass = new (file: string) => SqliteDatabase;
