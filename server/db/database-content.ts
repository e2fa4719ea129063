import type Database from 'better-sqlite3';

/** Closed again whatever comes of it. */
export function withDatabase<T>(
  database: Database.Database,
  use: (database: Database.Database) => T,
): T {
  try {
    return use(database);
  } finally {
    database.close();
  }
}

/** The schema and the number of rows of each table, to compare. */
export function describeContent(database: Database.Database): string {
  const schema = database
    .prepare<[], { name: string; type: string; sql: string | null }>(
      'SELECT name, type, sql FROM sqlite_schema ORDER BY type, name',
    )
    .all();
  const counts = schema
    .filter(({ type }) => type === 'table')
    .map(({ name }) => {
      const table = name.replaceAll('"', '""');
      return database.prepare(`SELECT count(*) FROM "${table}"`).pluck().get();
    });
  return JSON.stringify([database.pragma('user_version', { simple: true }), schema, counts]);
}

/** The same, once SQLite has found nothing wrong. @throws Error for a damaged database */
export function proveContent(database: Database.Database): string {
  const check = database.pragma('integrity_check', { simple: true });
  if (check !== 'ok') throw new Error(`the copy is damaged: ${String(check)}`);
  const astray = database.pragma('foreign_key_check') as unknown[];
  if (astray.length > 0) throw new Error('the copy is damaged: rows refer to what is not there');
  return describeContent(database);
}
