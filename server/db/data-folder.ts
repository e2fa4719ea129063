import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../startup-error.ts';
import { takeFolderLock } from './folder-lock.ts';
import type { FolderLock } from './folder-lock.ts';
import { settleRekey } from './rekey-journal.ts';

/** A data folder that this process alone uses until it is released. */
export interface DataFolder {
  databaseFile: string;
  release(): void;
}

/** The database's file in its data folder. */
export const databaseFileName = 'future-talk.db';
const lockFileName = 'server.lock';

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
    lock.release();
    throw new StartupError(`An interrupted change of the key in ${folder} cannot be finished`, {
      cause,
    });
  }
  return {
    databaseFile: join(folder, databaseFileName),
    release() {
      lock.release();
    },
  };
}

/**
 * Whether a process uses a data folder at this moment.
 * @throws StartupError when that cannot be found out.
 */
export function isInUse(folder: string): boolean {
  if (!existsSync(join(folder, lockFileName))) return false;
  const lock = takeFolderLock(folder, lockFileName);
  lock?.release();
  return lock === null;
}

function takeLock(folder: string): FolderLock {
  const lock = takeFolderLock(folder, lockFileName);
  if (lock !== null) return lock;
  throw new StartupError(`Another server is using the data folder ${folder}`);
}
