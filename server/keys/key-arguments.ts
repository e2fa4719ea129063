import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataFolder, unknownOption } from '../arguments.ts';
import { StartupError } from '../startup-error.ts';
import { keySource } from './key-source.ts';
import type { KeySource } from './key-source.ts';

export type NewKey =
  { as: 'key-file' } | { as: 'passphrase'; file: string } | { as: 'standard-input' };

export interface KeyArguments {
  help: boolean;
  /** Absolute path. */
  data: string;
  keySource: KeySource;
  /** Null unless the options name one. */
  newKey: NewKey | null;
  json: boolean;
}

export const keyUsage = `Usage: npm run serve -- COMMAND [--data FOLDER] [a key] [options]

  rekey                    change the key of the database, while no server uses it
  recovery-key             make a recovery key and show it once; the one before opens nothing then
  check-recovery-key       tell whether a recovery key opens the database
  database-key             show the key of the database itself, in 64 hexadecimal digits

The key that opens the database now, unless it is the key file in the data folder:
  --passphrase-file FILE   a passphrase
  --recovery-key-file FILE the recovery key
  --recovery-key-stdin     the recovery key, on the first line of standard input
  --key-stdin              the key itself, on the first line of standard input

The key that is to open it from now on, for rekey:
  --new-key-file           a new key file in the data folder
  --new-passphrase-file FILE
                           a passphrase
  --new-key-stdin          64 hexadecimal digits, on the next line of standard input

  --json                   answer with one line of JSON
`;

/** @throws StartupError for an option that is unknown, or that names a second key. */
export function readKeyArguments(argv: readonly string[]): KeyArguments {
  const values = parse(argv);
  return {
    help: values.help ?? false,
    data: resolve(values.data ?? defaultDataFolder()),
    keySource: keySource(values),
    newKey: newKey(values),
    json: values.json ?? false,
  };
}

interface NewKeyOptions {
  'new-key-file'?: boolean | undefined;
  'new-passphrase-file'?: string | undefined;
  'new-key-stdin'?: boolean | undefined;
}

/** @throws StartupError when they name two keys. */
export function newKey(values: NewKeyOptions): NewKey | null {
  const passphraseFile = values['new-passphrase-file'];
  const named: NewKey[] = [];
  if (values['new-key-file'] === true) named.push({ as: 'key-file' });
  if (passphraseFile !== undefined) named.push({ as: 'passphrase', file: passphraseFile });
  if (values['new-key-stdin'] === true) named.push({ as: 'standard-input' });
  if (named.length > 1) throw new StartupError('Give one new key, not several');
  return named[0] ?? null;
}

/** What every command takes that works on a data folder under a key. */
export const keyCommandOptions = {
  help: { type: 'boolean', short: 'h' },
  data: { type: 'string' },
  'passphrase-file': { type: 'string' },
  'recovery-key-file': { type: 'string' },
  'recovery-key-stdin': { type: 'boolean' },
  'key-stdin': { type: 'boolean' },
  'new-key-file': { type: 'boolean' },
  'new-passphrase-file': { type: 'string' },
  'new-key-stdin': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: keyCommandOptions }).values;
  } catch (cause) {
    throw unknownOption(cause);
  }
}
