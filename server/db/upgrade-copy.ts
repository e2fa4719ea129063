import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { StartupError } from '../startup-error.ts';
import { flushFile, flushFolder } from './durable-files.ts';

/** The database as it was before its schema became a newer one: the way back. */
export const beforeUpgradeName = 'before-upgrade.db';
/** What was put aside when that way was gone. */
export const afterUpgradeName = 'after-upgrade.db';

/** Copies hold what is erased meanwhile, too: they go after a week. */
const keptMs = 7 * 86_400_000;

/** Copies an open database beside its file, under its own key; on disk when this returns. */
export function keepCopy(database: Database.Database, file: string): void {
  const folder = dirname(file);
  const copy = join(folder, `${beforeUpgradeName}.new`);
  try {
    rmSync(copy, { force: true });
    database.prepare('VACUUM INTO ?').run(copy);
    flushFile(copy);
  } catch (cause) {
    rmSync(copy, { force: true });
    if ((cause as { code?: string }).code !== 'SQLITE_FULL') throw cause;
    throw new StartupError(
      'The disk has no room for a copy of the database, which is made before this version changes it: make room, and start again',
      { cause },
    );
  }
  renameSync(copy, join(folder, beforeUpgradeName));
  flushFolder(folder);
}

/** Removes the copies in a data folder that are older than a week. */
export function removeOldCopies(folder: string, nowMs: number): void {
  for (const name of [beforeUpgradeName, afterUpgradeName]) {
    const file = join(folder, name);
    if (existsSync(file) && nowMs - statSync(file).mtimeMs > keptMs) rmSync(file, { force: true });
  }
}
