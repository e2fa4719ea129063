import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate, requireKnownSchema } from '#server/db/migrate.ts';
import { migrations } from '#server/db/migrations/index.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { temporaryFolder } from '../../../support/test-server.ts';

let folder: string;
let database: Sqlite.Database;

beforeEach(() => {
  folder = temporaryFolder();
  database = openDatabase({ file: join(folder, 'test.db'), key: randomBytes(32) });
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Column {
  name: string;
  type: string;
}

function tables(): string[] {
  return database
    .prepare(
      // Not the search index and the tables that it keeps: nobody writes rows into those.
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
       AND name NOT LIKE 'sqlite_%'`,
    )
    .pluck()
    .all() as string[];
}

function columnsOf(table: string): Column[] {
  return database.pragma(`table_info(${table})`) as Column[];
}

/** Every id is the same, so that whatever refers to something refers to something that is there. */
function valueFor(table: string, { name, type }: Column): string | number | Buffer {
  if (table === 'conversation' && name === 'type') return 'group';
  if (name === 'role') return 'member';
  if (type === 'BLOB') return Buffer.alloc(32, 7);
  return type === 'TEXT' ? 'same' : 1;
}

function fillEveryTable(): void {
  for (const table of tables()) {
    const columns = columnsOf(table);
    const places = columns.map(() => '?').join(', ');
    database
      .prepare(
        // Some have their one row from the beginning.
        `INSERT OR REPLACE INTO ${table} (${columns.map(({ name }) => name).join(', ')}) VALUES (${places})`,
      )
      .run(columns.map((column) => valueFor(table, column)));
  }
}

/** Rows of each table by the columns that it has now. */
function contents(columns: ReadonlyMap<string, string[]>): Record<string, unknown[]> {
  return Object.fromEntries(
    [...columns].map(([table, names]) => [
      table,
      database
        .prepare(`SELECT ${names.join(', ')} FROM ${table} ORDER BY ${names.join(', ')}`)
        .all(),
    ]),
  );
}

function bringTo(version: number): void {
  for (const sql of migrations.slice(0, version)) database.exec(sql);
  database.pragma(`user_version=${String(version)}`);
}

function version(): unknown {
  return database.pragma('user_version', { simple: true });
}

it.each(migrations.map((_, index) => index + 1))(
  'keeps every row of a database of version %i',
  (from) => {
    bringTo(from);
    database.transaction(() => {
      database.pragma('defer_foreign_keys=ON');
      fillEveryTable();
    })();
    const columns = new Map(
      tables().map((table) => [table, columnsOf(table).map(({ name }) => name)]),
    );
    const before = contents(columns);
    expect(Object.values(before).every((rows) => rows.length > 0)).toBe(true);

    migrate(database);
    expect(version()).toBe(migrations.length);
    expect(contents(columns)).toEqual(before);
    expect(database.pragma('foreign_key_check')).toEqual([]);
    expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  },
);

it('does nothing to a database that is up to date', () => {
  migrate(database);
  const fresh = database.prepare('SELECT sql FROM sqlite_schema ORDER BY name').all();
  expect(version()).toBe(migrations.length);
  migrate(database);
  expect(database.prepare('SELECT sql FROM sqlite_schema ORDER BY name').all()).toEqual(fresh);
});

it('knows every version up to its own, and refuses those from after it', () => {
  for (const known of [0, migrations.length]) {
    database.pragma(`user_version=${String(known)}`);
    expect(() => {
      requireKnownSchema(database);
    }).not.toThrow();
  }
  database.pragma(`user_version=${String(migrations.length + 1)}`);
  expect(() => {
    requireKnownSchema(database);
  }).toThrow('written by a newer version of Future Talk');
});
