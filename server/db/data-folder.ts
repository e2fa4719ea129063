import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { StartupError } from '../startup-error.ts';
import { settleRekey } from './rekey-journal.ts';

/** A data folder that this process alone uses until it is released. */
export interface DataFolder {
  databaseFile: string;
  release(): void;
}

/** The database's file in its data folder. */
export const databaseFileName = 'future-talk.db';

/**
 * Makes the folder where it is missing, takes its lock, and settles a change of the key that a
 * crash interrupted. The operating system drops the lock when the process ends, however it ends.
 * @throws StartupError when it cannot be written or another server uses it.
 */
export function takeDataFolder(folder: string): DataFolder {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.R_OK);
  } catch (cause) {
    throw new StartupError(`The data folder ${folder} cannot be written`, { cause });
  }
  const lock = takeLock(folder);
  try {
    settleRekey(folder);
  } catch (cause) {
    lock.close();
    throw new StartupError(`An interrupted change of the key in ${folder} cannot be finished`, {
      cause,
    });
  }
  return {
    databaseFile: join(folder, databaseFileName),
    release() {
      lock.close();
    },
  };
}

/** An empty SQLite file is the portable way to a file lock: Node itself has none. */
function takeLock(folder: string): Sqlite.Database {
  let lock: Sqlite.Database | undefined;
  try {
    lock = new Sqlite(join(folder, 'server.lock'), { timeout: 0 });
    // No journal file beside it: there is nothing to roll back.
    lock.pragma('journal_mode=MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock?.close();
    if ((cause as { code?: string }).code === 'SQLITE_BUSY') {
      throw new StartupError(`Another server is using the data folder ${folder}`, { cause });
    }
    throw new StartupError(`The data folder ${folder} cannot be written`, { cause });
  }
}
