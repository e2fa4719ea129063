import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from '../backup/progress.ts';
import { databaseFileName } from '../db/data-folder.ts';
import { keyFileName, saltFileName } from '../db/database-key.ts';
import { writeDurably } from '../db/durable-files.ts';
import { copyUnderNewKey } from '../db/rekey-copy.ts';
import { abandonRekey, beginRekey, commitRekey } from '../db/rekey-journal.ts';
import { afterUpgradeName, beforeUpgradeName } from '../db/upgrade-copy.ts';
import { StartupError } from '../startup-error.ts';
import { isFullDisk } from '../system-error.ts';
import type { KeyMaterial } from './key-material.ts';
import { recoveryFileName, sealForRecovery } from './recovery-file.ts';
import { newRecoveryKey } from './recovery-key.ts';

interface RekeyOptions {
  /** Its lock is ours. */
  folder: string;
  oldKey: Uint8Array;
  material: KeyMaterial;
  /**
   * Handed the new recovery key, where there was one, before it takes the place of the old: what
   * was told to nobody must not be the only one that opens the data.
   */
  tellRecoveryKey: (recoveryKey: Uint8Array) => Promise<void>;
  onProgress: Progress;
}

/** What goes with the old key, where nothing new takes its place; a journal of the old file must not meet the new. */
const replaced = [
  ...[keyFileName, saltFileName, recoveryFileName, beforeUpgradeName, afterUpgradeName],
  ...['-wal', '-shm', '-journal'].map((suffix) => `${databaseFileName}${suffix}`),
];

/**
 * Gives the database a new key. The old file stands until a copy under the new key is proved; then
 * copy and key take over in one step. A recovery key that was in use is replaced too: it opened the
 * data to whoever knew it, as the old key did.
 * @throws StartupError, with nothing changed, when the old key does not open the database.
 */
export async function rekey(options: RekeyOptions): Promise<void> {
  const { folder, oldKey, material } = options;
  const file = join(folder, databaseFileName);
  const prepared = beginRekey(folder);
  try {
    const copy = join(prepared, databaseFileName);
    copyUnderNewKey({ file, copy, oldKey, newKey: material.key, onProgress: options.onProgress });
    const install = [databaseFileName];
    if (material.file !== null) {
      writeDurably(prepared, material.file.name, material.file.content);
      install.push(material.file.name);
    }
    if (existsSync(join(folder, recoveryFileName))) {
      const recoveryKey = newRecoveryKey();
      writeDurably(prepared, recoveryFileName, sealForRecovery(material.key, recoveryKey));
      install.push(recoveryFileName);
      await options.tellRecoveryKey(recoveryKey);
    }
    commitRekey(folder, { install, remove: replaced.filter((name) => !install.includes(name)) });
  } catch (cause) {
    abandonRekey(folder);
    throw explain(cause);
  }
}

function explain(cause: unknown): unknown {
  if (cause instanceof StartupError) return cause;
  if (!isFullDisk(cause)) return cause;
  return new StartupError(
    'The disk has no room for a second copy of the database, so its key stays as it is',
    { cause },
  );
}
