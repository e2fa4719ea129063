import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { z } from 'zod';
import type { BackupOpener, RestoreProgress } from '#ipc/restore.ts';
import { words } from '#messages/catalogue.ts';
import type { Words } from '#messages/catalogue.ts';
import { KeyCommandError } from '../hosting/key-command.ts';
import { hearProgress } from '../hosting/progress-line.ts';
import type { RunServerCommand } from '../hosting/run-installed-command.ts';
import { wordsForTyping } from '../keys/recovery-key-words.ts';
import { LocalError } from '../local-error.ts';
import { saveDatabaseKey } from '../secrets/database-key.ts';
import type { SecretStore } from '../secrets/secret-store.ts';

export interface BackupRestorerDependencies {
  secrets: SecretStore;
  /** Of the server that is to be hosted here. */
  dataFolder: string;
  run: RunServerCommand;
  onProgress: (progress: RestoreProgress) => void;
}

const restoredLine = z.object({ event: z.literal('restored') });

const openerOptions: Record<BackupOpener, string> = {
  passphrase: '--backup-passphrase-stdin',
  'recovery-key': '--recovery-key-stdin',
};

/** The command's sentences are English and for its terminal; this is what a person is told. */
const sentences: readonly (readonly [RegExp, Words])[] = [
  [/not a backup of Future Talk/, words('failure.restore.noBackup')],
  [/newer version|update to restore/i, words('failure.restore.newer')],
  [/no passphrase opens/i, words('failure.restore.noPassphrase')],
  [/no recovery key opens/i, words('failure.restore.noRecoveryKey')],
  [/passphrase does not open/i, words('failure.restore.passphrase')],
  [/recovery key does not open|not the recovery key/i, words('failure.restore.recoveryKey')],
  [/damaged|cut short/i, words('failure.restore.damaged')],
  [/no room/i, words('failure.restore.noRoom')],
  [/cannot be read/i, words('failure.restore.unreadable')],
];

export interface RestoreWish {
  file: string;
  opener: BackupOpener;
  secret: string;
}

/** Makes the data of the server that is hosted here out of a backup. */
export class BackupRestorer {
  readonly #dependencies: BackupRestorerDependencies;

  constructor(dependencies: BackupRestorerDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws RESTORE_FAILED with nothing changed, and HOSTING_FAILED where the keychain cannot be used. */
  async restore({ file, opener, secret }: RestoreWish): Promise<void> {
    const { secrets, dataFolder, run, onProgress } = this.#dependencies;
    // What is there keeps its key: without that, nobody could read it any more.
    if (existsSync(dataFolder) && readdirSync(dataFolder).length > 0) {
      throw new LocalError(
        'RESTORE_FAILED',
        words('failure.restore.occupied', { folder: dataFolder }),
      );
    }
    const key = randomBytes(32).toString('hex');
    await saveDatabaseKey(secrets, key);
    const options = ['--data', dataFolder, openerOptions[opener], '--new-key-stdin', '--json'];
    // What was pasted may be broken into lines; the program reads one.
    const line = opener === 'recovery-key' ? secret.replaceAll(/\s+/g, ' ') : secret;
    try {
      await run(
        ['restore', ...options, '--', file],
        `${line}\n${key}\n`,
        restoredLine,
        hearProgress(onProgress),
      );
    } catch (error) {
      if (!(error instanceof KeyCommandError)) throw error;
      throw new LocalError('RESTORE_FAILED', wordsFor(error.message), { cause: error });
    }
  }
}

function wordsFor(sentence: string): Words {
  const typing = wordsForTyping(sentence);
  if (typing !== null) return typing;
  const known = sentences.find(([pattern]) => pattern.test(sentence));
  return known?.[1] ?? words('failure.RESTORE_FAILED');
}
