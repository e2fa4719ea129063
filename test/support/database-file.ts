import type Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { openDatabase } from '#server/db/open-database.ts';

export function databaseFileIn(dataFolder: string): string {
  return join(dataFolder, 'future-talk.db');
}

/** The key that a server that runs alone has made for itself. */
export function storedKey(dataFolder: string): Buffer {
  return Buffer.from(readFileSync(join(dataFolder, 'database.key'), 'utf8').trim(), 'hex');
}

/** Looks into a server's database from outside; closed again whatever comes of it. */
export function withDatabase<T>(
  dataFolder: string,
  key: Uint8Array,
  use: (database: Sqlite.Database) => T,
): T {
  const database = openDatabase({ file: databaseFileIn(dataFolder), key });
  try {
    return use(database);
  } finally {
    database.close();
  }
}
