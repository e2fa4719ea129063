import { existsSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { StartupError } from '../startup-error.ts';
import { isFullDisk } from '../system-error.ts';
import { flushFile, flushFolder } from './durable-files.ts';

/** The database as it was before its schema became a newer one: the way back. */
export const beforeUpgradeName = 'before-upgrade.db';
/** What was put aside when that way was gone. */
export const afterUpgradeName = 'after-upgrade.db';

/** Copies hold what is erased meanwhile, too: they go after a week. */
const keptMs = 7 * 86_400_000;

const mebibyte = 1_048_576;

/**
 * Copies an open database beside its file, under its own key; on disk when this returns.
 * @throws StartupError where there is no room, with nothing left of it
 */
export function keepCopy(database: Database.Database, file: string): void {
  const folder = dirname(file);
  const copy = join(folder, `${beforeUpgradeName}.new`);
  rmSync(copy, { force: true });
  if (freeBytes(folder) < usedBytes(database)) throw noRoom(database, folder);
  try {
    database.prepare('VACUUM INTO ?').run(copy);
    flushFile(copy);
  } catch (cause) {
    rmSync(copy, { force: true });
    if (!isFullDisk(cause)) throw cause;
    throw noRoom(database, folder, cause);
  }
  renameSync(copy, join(folder, beforeUpgradeName));
  flushFolder(folder);
}

/**
 * Changes a database that was copied. Where the disk is full before it is done, nothing has changed, and the copy
 * goes as well: it takes the room that the next attempt needs.
 * @throws StartupError where there is no room; whatever the change throws
 */
export function changeCopied(database: Database.Database, file: string, change: () => void): void {
  try {
    change();
  } catch (cause) {
    if (!isFullDisk(cause)) throw cause;
    const folder = dirname(file);
    rmSync(join(folder, beforeUpgradeName), { force: true });
    throw noRoom(database, folder, cause);
  }
}

/** What a copy takes: pages that hold nothing are left out. */
function usedBytes(database: Database.Database): number {
  const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map(
    (name) => database.pragma(name, { simple: true }) as number,
  ) as [number, number, number];
  return (pages - free) * size;
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** As much again as the copy is for the log, into which every changed page is written. */
function noRoom(database: Database.Database, folder: string, cause?: unknown): StartupError {
  const needed = 2 * Math.ceil(usedBytes(database) / mebibyte) + 1;
  const free = Math.floor(freeBytes(folder) / mebibyte);
  return new StartupError(
    `The disk has no room to bring the database up to date for this version: it needs up to ${String(needed)} MiB, for a ` +
      `copy that is made before and for the change itself, and ${String(free)} MiB are free. Nothing was ` +
      'changed: make room, and start again',
    { cause },
  );
}

/** Removes the copies in a data folder that are older than a week. */
export function removeOldCopies(folder: string, nowMs: number): void {
  for (const name of [beforeUpgradeName, afterUpgradeName]) {
    const file = join(folder, name);
    if (existsSync(file) && nowMs - statSync(file).mtimeMs > keptMs) rmSync(file, { force: true });
  }
}
