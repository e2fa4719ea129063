import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { databaseFileName } from '../db/data-folder.ts';
import { withDatabase } from '../db/database-content.ts';
import { flushFolder, writeDurably } from '../db/durable-files.ts';
import { migrate } from '../db/migrate.ts';
import { openForWriting } from '../db/open-database.ts';
import { copyUnderNewKey } from '../db/rekey-copy.ts';
import { recoveryFileName, sealForRecovery } from '../keys/recovery-file.ts';
import type { KeyMaterial } from '../keys/key-material.ts';
import { StartupError } from '../startup-error.ts';
import { isFullDisk, isUnwritable } from '../system-error.ts';
import type { BackupSecret } from './backup-header.ts';
import { beginNextEpoch } from '../db/epoch.ts';
import { beginAfterLostEvents } from '../db/lost-events.ts';
import type { Progress } from './progress.ts';
import { unpackBackup } from './unpack-backup.ts';
import type { Unpacked } from './unpack-backup.ts';

export interface RestoreOptions {
  file: string;
  secret: BackupSecret;
  /** The data folder that is to be made: not there, or empty. */
  folder: string;
  material: KeyMaterial;
  onProgress: Progress;
}

/**
 * Makes a data folder of a backup, under a new key. Everything is made and proved in a folder beside
 * it, whose renaming is the one moment at which it is there.
 * @throws StartupError, with nothing changed
 */
export async function restoreBackup(options: RestoreOptions): Promise<Unpacked> {
  const { folder, secret, material } = options;
  requireNothingThere(folder);
  const preparing = `${folder}.restoring`;
  try {
    rmSync(preparing, { recursive: true, force: true });
    mkdirSync(join(preparing, 'unpacked'), { recursive: true, mode: 0o700 });
    const into = join(preparing, 'unpacked');
    const unpacked = await unpackBackup({ ...options, into, keepsFiles: true });
    takeOver(preparing, into, unpacked, material);
    if (material.file !== null) {
      writeDurably(preparing, material.file.name, material.file.content);
    }
    if (secret.kind === 'recovery-key') {
      const content = sealForRecovery(material.key, secret.key);
      writeDurably(preparing, recoveryFileName, content);
    }
    flushFolder(preparing);
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(preparing, folder);
    flushFolder(dirname(folder));
    return unpacked;
  } catch (cause) {
    // Where a file is in the way of its folder, to remove it would fail as well.
    if (existsSync(preparing)) rmSync(preparing, { recursive: true, force: true });
    throw explain(cause, folder);
  }
}

function takeOver(
  preparing: string,
  into: string,
  { databaseKey }: Unpacked,
  material: KeyMaterial,
): void {
  const file = join(into, databaseFileName);
  withDatabase(openForWriting({ file, key: databaseKey }), (database) => {
    // It may be of an older version.
    migrate(database);
    beginAfterLostEvents(database);
    // The server that it was may still be running somewhere.
    beginNextEpoch(database);
  });
  const copy = join(preparing, databaseFileName);
  copyUnderNewKey({ file, copy, oldKey: databaseKey, newKey: material.key });
  renameSync(join(into, 'attachments'), join(preparing, 'attachments'));
  rmSync(into, { recursive: true });
}

function requireNothingThere(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  throw new StartupError(
    `There is something in ${folder} already: restore into a folder that is new or empty`,
  );
}

function explain(cause: unknown, folder: string): unknown {
  if (cause instanceof StartupError) return cause;
  if (isFullDisk(cause)) {
    return new StartupError('The disk has no room for what the backup holds', { cause });
  }
  if (isUnwritable(cause)) {
    return new StartupError(`The folder ${folder} cannot be written`, { cause });
  }
  return cause;
}
