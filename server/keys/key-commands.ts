import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFileName, takeDataFolder } from '../db/data-folder.ts';
import { replaceFile } from '../db/durable-files.ts';
import { openForWriting } from '../db/open-database.ts';
import { isRekeyUnsettled } from '../db/rekey-journal.ts';
import { StartupError } from '../startup-error.ts';
import { keyUsage, readKeyArguments } from './key-arguments.ts';
import type { KeyArguments } from './key-arguments.ts';
import { unlockWith } from './key-source.ts';
import { recoveryFileName, sealForRecovery } from './recovery-file.ts';
import { formatRecoveryKey, newRecoveryKey } from './recovery-key.ts';
import { materialFor } from './key-material.ts';
import { rekey } from './rekey.ts';
import { InputLines } from './input-lines.ts';
import { write } from './standard-output.ts';

interface CommandRun {
  options: KeyArguments;
  databaseFile: string;
  input: InputLines;
}

const commands = {
  rekey: changeKey,
  'recovery-key': makeRecoveryKey,
  'check-recovery-key': checkRecoveryKey,
  'database-key': showDatabaseKey,
};
type KeyCommand = keyof typeof commands;

export function isKeyCommand(word: string): word is KeyCommand {
  return Object.hasOwn(commands, word);
}

/**
 * The commands for keys, for people and for the app that hosts.
 * @throws StartupError with a sentence that says why nothing was done.
 */
export async function runKeyCommand(command: KeyCommand, argv: readonly string[]): Promise<void> {
  const options = readKeyArguments(argv);
  if (options.help) {
    await write(keyUsage);
    return;
  }
  if ((options.newKey !== null) !== (command === 'rekey')) {
    throw new StartupError(
      command === 'rekey'
        ? 'Say which new key: --new-key-file, --new-passphrase-file or --new-key-stdin'
        : 'Only rekey takes a new key',
    );
  }
  const databaseFile = join(options.data, databaseFileName);
  if (!existsSync(databaseFile)) throw new StartupError(`There is no database in ${options.data}`);
  const input = new InputLines(process.stdin);
  try {
    await commands[command]({ options, databaseFile, input });
  } finally {
    input.close();
  }
}

async function changeKey({ options, databaseFile, input }: CommandRun): Promise<void> {
  const { data, json, newKey: wanted } = options;
  if (wanted === null) return;
  const folder = takeDataFolder(data);
  try {
    await rekey({
      folder: data,
      oldKey: await unlock({ options, databaseFile, input }),
      material: await materialFor(wanted, input),
      tellRecoveryKey: (recoveryKey) => tellRecoveryKey(recoveryKey, json),
    });
  } finally {
    folder.release();
  }
  await write(json ? event('rekeyed', {}) : 'The database has a new key.\n');
}

/** May be used while a server runs: it changes nothing that the server has open. */
async function makeRecoveryKey(run: CommandRun): Promise<void> {
  const { data, json } = run.options;
  const key = await provedKey(run);
  const recoveryKey = newRecoveryKey();
  const content = sealForRecovery(key, recoveryKey);
  await tellRecoveryKey(recoveryKey, json);
  replaceFile(join(data, recoveryFileName), content);
}

async function checkRecoveryKey(run: CommandRun): Promise<void> {
  const { keySource, json } = run.options;
  if (!keySource.from.startsWith('recovery-key')) {
    throw new StartupError('Say which: --recovery-key-file or --recovery-key-stdin');
  }
  await provedKey(run);
  await write(json ? event('recovery-key-fits', {}) : 'This recovery key opens the database.\n');
}

async function showDatabaseKey(run: CommandRun): Promise<void> {
  const key = Buffer.from(await provedKey(run)).toString('hex');
  await write(run.options.json ? event('database-key', { key }) : `${key}\n`);
}

/** The key that the options name, once it has opened the database. */
async function provedKey(run: CommandRun): Promise<Uint8Array> {
  if (isRekeyUnsettled(run.options.data)) {
    throw new StartupError(
      'The key of this database is being changed, or that was interrupted: start the server once',
    );
  }
  const key = await unlock(run);
  openForWriting({ file: run.databaseFile, key }).close();
  return key;
}

async function unlock({ options, databaseFile, input }: CommandRun): Promise<Uint8Array> {
  const { keySource, data } = options;
  const fromInput = keySource.from.endsWith('standard-input');
  return unlockWith(keySource, data, databaseFile, fromInput ? await input.next() : '');
}

async function tellRecoveryKey(recoveryKey: Uint8Array, json: boolean): Promise<void> {
  const text = formatRecoveryKey(recoveryKey);
  await write(
    json
      ? event('recovery-key', { recovery_key: text })
      : `The recovery key, which is shown this once:\n\n  ${text}\n\n` +
          'Keep it apart from this computer. Any recovery key from before opens nothing now.\n',
  );
}

function event(name: string, details: Record<string, string>): string {
  return `${JSON.stringify({ event: name, ...details })}\n`;
}
