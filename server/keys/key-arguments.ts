import { helpOption, readOptions } from '../commands/options.ts';
import type { OptionGroup, OptionValues, Options } from '../commands/options.ts';
import { dataSettings } from '../settings/declared.ts';
import { EffectiveSettings } from '../settings/effective.ts';
import { asOptions, configOption } from '../settings/options.ts';
import { StartupError } from '../startup-error.ts';
import { effectiveKeySource } from './key-source.ts';
import type { KeySource } from './key-source.ts';

export type NewKey =
  { as: 'key-file' } | { as: 'passphrase'; file: string } | { as: 'standard-input' };

export interface KeyArguments {
  /** Absolute path. */
  data: string;
  keySource: KeySource;
  /** Null unless the options name one. */
  newKey: NewKey | null;
  json: boolean;
}

/** Where the data is that a command works on. */
export const folderOptions = {
  ...asOptions({ data: dataSettings.data }),
  ...configOption,
} satisfies Options;

/** What opens the database now. */
export const currentKeyOptions = {
  'passphrase-file': { value: 'FILE', says: 'a passphrase' },
  'recovery-key-file': { value: 'FILE', says: 'the recovery key' },
  'recovery-key-stdin': { says: 'the recovery key, on the first line of standard input' },
  'key-stdin': { says: 'the key itself, on the first line of standard input' },
} as const satisfies Options;

export const newKeyOptions = {
  'new-key-file': { says: 'a new key file in the data folder' },
  'new-passphrase-file': { value: 'FILE', says: 'a passphrase' },
  'new-key-stdin': { says: '64 hexadecimal digits, on the next line of standard input' },
} as const satisfies Options;

export const jsonOption = {
  json: { says: 'answer with lines of JSON' },
} as const satisfies Options;

export const currentKeyGroup: OptionGroup = {
  title: 'The key that opens the database, unless it is the key file in the data folder',
  options: currentKeyOptions,
};

export const keyGroups: readonly OptionGroup[] = [
  { title: '', options: { ...folderOptions, ...jsonOption, ...helpOption } },
  currentKeyGroup,
];

export const rekeyGroups: readonly OptionGroup[] = [
  ...keyGroups,
  { title: 'The key that is to open it from now on', options: newKeyOptions },
];

/** What every command takes that works on a data folder under a key. */
export const keyCommandOptions = {
  ...folderOptions,
  ...currentKeyOptions,
  ...newKeyOptions,
  ...jsonOption,
  ...helpOption,
} satisfies Options;

/** @throws StartupError for an option that is unknown, or that names a second key. */
export function readKeyArguments(argv: readonly string[]): KeyArguments {
  const { values } = readOptions(keyCommandOptions, argv);
  const settings = new EffectiveSettings(values);
  return {
    data: settings.data,
    keySource: effectiveKeySource(settings, values),
    newKey: newKey(values),
    json: values.json ?? false,
  };
}

/** @throws StartupError when they name two keys. */
export function newKey(values: OptionValues<typeof newKeyOptions>): NewKey | null {
  const passphraseFile = values['new-passphrase-file'];
  const named: NewKey[] = [];
  if (values['new-key-file'] === true) named.push({ as: 'key-file' });
  if (passphraseFile !== undefined) named.push({ as: 'passphrase', file: passphraseFile });
  if (values['new-key-stdin'] === true) named.push({ as: 'standard-input' });
  if (named.length > 1) throw new StartupError('Give one new key, not several');
  return named[0] ?? null;
}
