import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../commands/command.ts';
import { databaseFileName, takeDataFolder } from '../db/data-folder.ts';
import { replaceFile } from '../db/durable-files.ts';
import { openForWriting } from '../db/open-database.ts';
import { ProgressLine } from '../backup/progress-line.ts';
import { isRekeyUnsettled } from '../db/rekey-journal.ts';
import { StartupError } from '../startup-error.ts';
import { keyGroups, readKeyArguments, rekeyGroups } from './key-arguments.ts';
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

const notWhileServing = 'While a server uses the folder, the command is refused.';

/** The commands for keys, for people and for the app that hosts. */
export const keyCommands: readonly Command[] = [
  {
    name: 'rekey',
    words: [],
    summary: 'change the key of the database',
    about: `Gives the database another key. The old one stands until a copy under the new one is
      proved. A recovery key is replaced with it, and the new one is shown once. ${notWhileServing}`,
    groups: rekeyGroups,
    run: (argv) => run(changeKey, argv, { takesNewKey: true }),
  },
  {
    name: 'recovery-key',
    words: [],
    summary: 'make a recovery key and show it once',
    about: `Makes a key that opens the database when the other is lost, and shows it once. The
      recovery key from before opens nothing then. A server may be serving meanwhile.`,
    groups: keyGroups,
    run: (argv) => run(makeRecoveryKey, argv),
  },
  {
    name: 'check-recovery-key',
    words: [],
    summary: 'tell whether a recovery key opens the database',
    about: 'Tells whether a recovery key opens the database. A server may be serving meanwhile.',
    groups: keyGroups,
    run: (argv) => run(checkRecoveryKey, argv),
  },
  {
    name: 'database-key',
    words: [],
    summary: 'show the key of the database itself',
    about: `Shows the key of the database in 64 hexadecimal digits, for programs that know SQLCipher 4.
      Whoever has it can read everything.`,
    groups: keyGroups,
    run: (argv) => run(showDatabaseKey, argv),
  },
];

async function run(
  work: (run: CommandRun) => Promise<void>,
  argv: readonly string[],
  { takesNewKey = false } = {},
): Promise<void> {
  const options = readKeyArguments(argv);
  if ((options.newKey !== null) !== takesNewKey) {
    throw new StartupError(
      takesNewKey
        ? 'Say which new key: --new-key-file, --new-passphrase-file or --new-key-stdin'
        : 'Only rekey takes a new key',
    );
  }
  const databaseFile = join(options.data, databaseFileName);
  if (!existsSync(databaseFile)) throw new StartupError(`There is no database in ${options.data}`);
  const input = new InputLines(process.stdin);
  try {
    await work({ options, databaseFile, input });
  } finally {
    input.close();
  }
}

async function changeKey({ options, databaseFile, input }: CommandRun): Promise<void> {
  const { data, json, newKey: wanted } = options;
  if (wanted === null) return;
  const folder = takeDataFolder(data);
  const progress = new ProgressLine(process.stderr, json);
  try {
    await rekey({
      folder: data,
      oldKey: await unlock({ options, databaseFile, input }),
      material: await materialFor(wanted, input),
      tellRecoveryKey: (recoveryKey) => {
        progress.end();
        return tellRecoveryKey(recoveryKey, json);
      },
      onProgress: (at) => {
        // Only on a terminal: what programs read is the end.
        if (process.stderr.isTTY) progress.show(at);
      },
    });
  } finally {
    progress.end();
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
