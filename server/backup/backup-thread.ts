import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { BackupProblem } from '#protocol/backups.ts';
import { BackupError } from './backup-error.ts';
import { removeOldBackups, removeUnfinished } from './backup-files.ts';
import { makeBackup } from './make-backup.ts';
import type { PassphraseKey } from './backup-header.ts';

/** One backup by the server itself. */
export interface BackupTask {
  dataFolder: string;
  databaseKey: Uint8Array;
  passphrase: PassphraseKey | null;
  /** Absolute path of a folder that is there. */
  folder: string;
  /** What the names of this server's own backups begin with. */
  prefix: string;
  fileName: string;
  /** How many of them are kept. */
  keep: number;
}

export type BackupAnswer =
  | { kind: 'made'; file: string; bytes: number }
  | { kind: 'failed'; problem: BackupProblem; detail: string };

/** A thread of its own: neither requests nor writes wait for a backup. */
async function run(task: BackupTask): Promise<BackupAnswer> {
  try {
    const { folder, fileName, prefix, keep } = task;
    if (!existsSync(folder)) {
      throw new BackupError('not_writable', `The folder ${folder} is not there`);
    }
    removeUnfinished(folder, prefix);
    const target = join(folder, fileName);
    const { size } = await makeBackup({ ...task, target, onProgress: () => undefined });
    removeOldBackups(folder, prefix, keep);
    return { kind: 'made', file: target, bytes: size };
  } catch (cause) {
    const problem = cause instanceof BackupError ? cause.problem : 'failed';
    return {
      kind: 'failed',
      problem,
      detail: cause instanceof Error ? cause.message : String(cause),
    };
  }
}

void run(workerData as BackupTask).then((answer) => {
  parentPort?.postMessage(answer);
});
