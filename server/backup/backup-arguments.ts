import { resolve } from 'node:path';
import { helpOption, readOptions } from '../commands/options.ts';
import type { OptionGroup, Options } from '../commands/options.ts';
import {
  currentKeyGroup,
  currentKeyOptions,
  folderOptions,
  jsonOption,
  keyCommandOptions,
  newKey,
  newKeyOptions,
} from '../keys/key-arguments.ts';
import type { NewKey } from '../keys/key-arguments.ts';
import { effectiveKeySource, keySource } from '../keys/key-source.ts';
import type { KeySource } from '../keys/key-source.ts';
import { EffectiveSettings } from '../settings/effective.ts';

export interface BackupArguments {
  /** Absolute path; null where none was named. */
  file: string | null;
  /** Absolute path. */
  data: string;
  keySource: KeySource;
  backupPassphraseFile: string | null;
  /** It is on the first line of standard input. */
  backupPassphraseOnInput: boolean;
  newKey: NewKey | null;
  json: boolean;
}

const backupPassphrase = {
  'backup-passphrase-file': { value: 'FILE', says: 'a passphrase' },
} as const satisfies Options;

const passphraseOnInput = {
  'backup-passphrase-stdin': { says: 'the passphrase, on the first line of standard input' },
} as const satisfies Options;

const general = { ...folderOptions, ...jsonOption, ...helpOption };

export const backupGroups: readonly OptionGroup[] = [
  { title: '', options: general },
  currentKeyGroup,
  {
    title:
      'What opens the backup, beside the recovery key if one was made; the passphrase of the database unless another is given',
    options: backupPassphrase,
  },
];

const { 'new-passphrase-file': newPassphrase, 'new-key-stdin': newKeyOnInput } = newKeyOptions;

export const restoreGroups: readonly OptionGroup[] = [
  { title: '', options: general },
  {
    title: 'What opens the backup',
    options: {
      'backup-passphrase-file': { value: 'FILE', says: 'the passphrase that it was made with' },
      ...passphraseOnInput,
      'recovery-key-file': currentKeyOptions['recovery-key-file'],
      'recovery-key-stdin': currentKeyOptions['recovery-key-stdin'],
      'key-stdin': {
        says: 'the key of the database that it was made of, on the first line of standard input',
      },
    },
  },
  {
    title:
      'The key that is to open the restored database, unless it is to be a new key file in the data folder',
    options: { 'new-passphrase-file': newPassphrase, 'new-key-stdin': newKeyOnInput },
  },
];

/**
 * @param command restore takes only what flags say of keys: settings are about the server's own
 * @throws StartupError for an option that is unknown, or that names a second key.
 */
export function readBackupArguments(
  command: 'backup' | 'restore',
  argv: readonly string[],
): BackupArguments {
  const options = { ...keyCommandOptions, ...backupPassphrase, ...passphraseOnInput };
  const { values, words } = readOptions(options, argv, 1);
  const settings = new EffectiveSettings(values);
  const [file] = words;
  return {
    file: file === undefined ? null : resolve(file),
    data: settings.data,
    keySource: command === 'backup' ? effectiveKeySource(settings, values) : keySource(values),
    backupPassphraseFile: values['backup-passphrase-file'] ?? null,
    backupPassphraseOnInput: values['backup-passphrase-stdin'] ?? false,
    newKey: newKey(values),
    json: values.json ?? false,
  };
}
