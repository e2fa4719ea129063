import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { StartupError } from '../startup-error.ts';
import { codeOf } from '../system-error.ts';
import { moduleError } from './module-error.ts';

export interface FolderLock {
  release(): void;
}

/**
 * A lock on a folder, by an empty SQLite file in it: the portable way, Node itself has none. The
 * operating system drops it when the process ends, however it ends. Null where another has it.
 * @throws StartupError where SQLite's module does not load, or the folder cannot be written.
 */
export function takeFolderLock(folder: string, fileName: string): FolderLock | null {
  let lock: Sqlite.Database | undefined;
  try {
    lock = new Sqlite(join(folder, fileName), { timeout: 0 });
    // No journal file beside it: there is nothing to roll back.
    lock.pragma('journal_mode=MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock?.close();
    if (codeOf(cause) === 'SQLITE_BUSY') return null;
    throw (
      moduleError(cause) ?? new StartupError(`The folder ${folder} cannot be written`, { cause })
    );
  }
  const held = lock;
  return {
    release() {
      held.close();
    },
  };
}

/** While it is held, no file leaves the folder of sealed files. */
export function takeFilesLock(dataFolder: string): FolderLock | null {
  return takeFolderLock(dataFolder, 'files.lock');
}
