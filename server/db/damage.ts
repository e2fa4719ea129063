import type Database from 'better-sqlite3';
import { codeOf } from '../system-error.ts';

/** What is damaged, by the names of the tables; pages are those that the check has found. */
export interface Damage {
  tables: string[];
  pages: number[];
}

/** For whoever runs the server: what is damaged, and what to do. */
export function damagedSentence(file: string, { tables, pages }: Damage): string {
  const parts = [
    ...(tables.length > 0 ? [`tables ${tables.join(', ')}`] : []),
    ...(pages.length > 0 ? [`pages ${pages.join(', ')}`] : []),
  ];
  const where = parts.length > 0 ? ` (${parts.join('; ')})` : '';
  return `The database ${file} is damaged${where}. Restore a backup: "restore --help" says how`;
}

/**
 * The tables of which some page, or one of an index, cannot be read.
 * @param pages of which it is known already: the walk does not read the end of a long row
 */
export function damagedTables(database: Database.Database, pages: readonly number[]): string[] {
  const every = 'SELECT name, tbl_name AS tableName FROM sqlite_schema WHERE rootpage > 0';
  const trees = database.prepare(every).all() as { name: string; tableName: string }[];
  const walk = database
    .prepare(
      `SELECT count(*) FILTER (WHERE pageno IN (SELECT value FROM json_each(?)))
       FROM dbstat WHERE name = ?`,
    )
    .pluck();
  const damaged = new Set<string>();
  for (const { name, tableName } of trees) {
    try {
      if (walk.get(JSON.stringify(pages), name) !== 0) damaged.add(tableName);
    } catch {
      // Whatever the reason, also that the disk itself gives it back no more: it cannot be read.
      damaged.add(tableName);
    }
  }
  return [...damaged].sort();
}

/** Whether SQLite says that what it has read cannot be what was written. */
export function isDamage(cause: unknown): boolean {
  const code = codeOf(cause);
  return code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB');
}
