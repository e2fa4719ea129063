import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../commands/command.ts';
import { databaseFileName } from '../db/data-folder.ts';
import { readKey, readPassphrase, readText } from '../db/database-key.ts';
import { InputLines } from '../keys/input-lines.ts';
import { unlockWith } from '../keys/key-source.ts';
import { materialFor } from '../keys/key-material.ts';
import { parseRecoveryKey } from '../keys/recovery-key.ts';
import { write } from '../keys/standard-output.ts';
import { StartupError } from '../startup-error.ts';
import { backupGroups, readBackupArguments, restoreGroups } from './backup-arguments.ts';
import type { BackupArguments } from './backup-arguments.ts';
import { backupName } from './backup-files.ts';
import { derivePassphraseKey } from './backup-header.ts';
import type { BackupSecret, PassphraseKey } from './backup-header.ts';
import { makeBackup } from './make-backup.ts';
import { ProgressLine } from './progress-line.ts';
import { restoreBackup } from './restore-backup.ts';

interface CommandRun {
  options: BackupArguments;
  file: string;
  input: InputLines;
  progress: ProgressLine;
}

export const backupCommands: readonly Command[] = [
  {
    name: 'backup',
    words: ['FILE'],
    summary: 'make one encrypted file of everything, also while the server serves',
    about: `Makes one encrypted file of the server's messages, accounts, files and identity, also while
      it serves, and proves it by restoring it. In a folder the file is named by the date.`,
    groups: backupGroups,
    run: (argv) => run('backup', backup, argv),
  },
  {
    name: 'restore',
    words: ['FILE'],
    summary: 'make the data folder of a server out of a backup',
    about: `Makes the data folder of a server out of a backup. The folder has to be new or empty. The
      server is then the same as before: people's apps know it by its key and follow by themselves.`,
    groups: restoreGroups,
    run: (argv) => run('restore', restore, argv),
  },
];

async function run(
  command: 'backup' | 'restore',
  work: (run: CommandRun) => Promise<void>,
  argv: readonly string[],
): Promise<void> {
  const options = readBackupArguments(command, argv);
  const { file, json } = options;
  if (file === null) throw new StartupError(`Say which file: ${command} FILE`);
  const input = new InputLines(process.stdin);
  const progress = new ProgressLine(process.stderr, json);
  try {
    await work({ options, file, input, progress });
  } finally {
    progress.end();
    input.close();
  }
}

async function backup({ options, file, input, progress }: CommandRun): Promise<void> {
  const { data, json, newKey } = options;
  if (newKey !== null) throw new StartupError('Only restore takes a new key');
  if (options.backupPassphraseOnInput) {
    throw new StartupError('Only restore takes the passphrase of a backup from standard input');
  }
  const databaseFile = join(data, databaseFileName);
  if (!existsSync(databaseFile)) throw new StartupError(`There is no database in ${data}`);
  const target = isFolder(file) ? join(file, backupName(new Date())) : file;
  if (existsSync(target)) throw new StartupError(`${target} is there already`);
  const fromInput = options.keySource.from.endsWith('standard-input');
  const { manifest, size } = await makeBackup({
    dataFolder: data,
    databaseKey: await unlockWith(
      options.keySource,
      data,
      databaseFile,
      fromInput ? await input.next() : '',
    ),
    target,
    passphrase: await passphraseFor(options),
    onProgress: progress.show,
  });
  progress.end();
  const { accounts, messages, files } = manifest;
  const counts = { accounts, messages, files };
  await write(
    json
      ? `${JSON.stringify({ event: 'backed-up', file: target, bytes: size, ...counts })}\n`
      : `The backup ${target} is made and proved: ${describe(counts)}.\n`,
  );
}

/** The passphrase of the backup; the database's own one unless another is given. */
async function passphraseFor(options: BackupArguments): Promise<PassphraseKey | null> {
  const { keySource, backupPassphraseFile } = options;
  const file = backupPassphraseFile ?? (keySource.from === 'passphrase' ? keySource.file : null);
  return file === null ? null : derivePassphraseKey(readPassphrase(file));
}

async function restore({ options, file, input, progress }: CommandRun): Promise<void> {
  const { data: folder, json } = options;
  const secret = await secretFor(options, input);
  const material = await materialFor(options.newKey ?? { as: 'key-file' }, input);
  const { manifest, createdAt } = await restoreBackup({
    ...{ file, secret, folder, material },
    onProgress: progress.show,
  });
  progress.end();
  const { accounts, messages, files, identity } = manifest;
  const counts = { accounts, messages, files };
  await write(
    json
      ? `${JSON.stringify({ event: 'restored', data: folder, identity, created_at: createdAt, ...counts })}\n`
      : `The server of ${createdAt} is restored in ${folder}: ${describe(counts)}.\n`,
  );
}

async function secretFor(options: BackupArguments, input: InputLines): Promise<BackupSecret> {
  const { keySource, backupPassphraseFile, backupPassphraseOnInput } = options;
  const isByPassphrase = backupPassphraseFile !== null || backupPassphraseOnInput;
  const areSeveral = backupPassphraseFile !== null && backupPassphraseOnInput;
  if (isByPassphrase && !areSeveral && keySource.from === 'key-file') {
    const file = backupPassphraseFile;
    const text = file === null ? await input.next('passphrase') : readPassphrase(file);
    return { kind: 'passphrase', text };
  }
  switch (isByPassphrase ? 'several' : keySource.from) {
    case 'recovery-key':
    case 'recovery-key-on-standard-input': {
      const typed =
        keySource.from === 'recovery-key'
          ? readText('recovery key', keySource.file)
          : await input.next();
      return { kind: 'recovery-key', key: parseRecoveryKey(typed) };
    }
    case 'standard-input':
      return { kind: 'database-key', key: readKey(await input.next(), 'Standard input') };
    default:
      throw new StartupError(
        'Say what opens the backup: --backup-passphrase-file, --backup-passphrase-stdin, --recovery-key-file, --recovery-key-stdin or --key-stdin',
      );
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function describe(counts: { accounts: number; messages: number; files: number }): string {
  const { accounts, messages, files } = counts;
  return `accounts ${String(accounts)}, messages ${String(messages)}, files ${String(files)}`;
}
