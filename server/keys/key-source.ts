import { keyFromFile, keyFromPassphrase, readKey, readText } from '../db/database-key.ts';
import type { EffectiveSettings } from '../settings/effective.ts';
import { StartupError } from '../startup-error.ts';
import { openWithRecoveryKey } from './recovery-file.ts';
import { parseRecoveryKey } from './recovery-key.ts';

/** Where the key that opens the database comes from. */
export type KeySource =
  | { from: 'key-file' }
  | { from: 'passphrase'; file: string }
  | { from: 'recovery-key'; file: string }
  | { from: 'standard-input' }
  | { from: 'recovery-key-on-standard-input' };

export interface KeyOptions {
  'passphrase-file'?: string | undefined;
  'recovery-key-file'?: string | undefined;
  'key-stdin'?: boolean | undefined;
  'recovery-key-stdin'?: boolean | undefined;
}

/**
 * What the flags name; else what the environment does, else the configuration file.
 * @throws StartupError when one of them names two keys.
 */
export function effectiveKeySource(settings: EffectiveSettings, flags: KeyOptions): KeySource {
  const fromFlags = keySource(flags);
  if (fromFlags.from !== 'key-file') return fromFlags;
  const names = ['passphrase-file', 'recovery-key-file'] as const;
  const layers = new Set(names.map((name) => settings.found(name)?.from));
  const layer = layers.has('environment') ? 'environment' : 'file';
  const inLayer = names.filter((name) => settings.found(name)?.from === layer);
  return keySource(Object.fromEntries(inLayer.map((name) => [name, settings.one(name)])));
}

/**
 * What the options say; the key file in the data folder when they say nothing.
 * @throws StartupError when they name two keys.
 */
export function keySource(options: KeyOptions): KeySource {
  const passphraseFile = options['passphrase-file'];
  const recoveryKeyFile = options['recovery-key-file'];
  const named: (readonly [string, KeySource])[] = [];
  if (passphraseFile !== undefined) {
    named.push(['--passphrase-file', { from: 'passphrase', file: passphraseFile }]);
  }
  if (recoveryKeyFile !== undefined) {
    named.push(['--recovery-key-file', { from: 'recovery-key', file: recoveryKeyFile }]);
  }
  if (options['key-stdin'] === true) named.push(['--key-stdin', { from: 'standard-input' }]);
  if (options['recovery-key-stdin'] === true) {
    named.push(['--recovery-key-stdin', { from: 'recovery-key-on-standard-input' }]);
  }
  const [first, second] = named;
  if (first !== undefined && second !== undefined) {
    throw new StartupError(`Give either ${first[0]} or ${second[0]}, not both`);
  }
  return first?.[1] ?? { from: 'key-file' };
}

/**
 * The database key, 32 bytes.
 * @param line what standard input holds, for the sources that are read from there
 * @throws StartupError when the source does not hold a key.
 */
export function unlockWith(
  source: KeySource,
  folder: string,
  databaseFile: string,
  line = '',
): Uint8Array | Promise<Uint8Array> {
  switch (source.from) {
    case 'key-file':
      return keyFromFile(folder, databaseFile);
    case 'passphrase':
      return keyFromPassphrase(source.file, folder, databaseFile);
    case 'recovery-key': {
      const typed = readText('recovery key', source.file);
      return openWithRecoveryKey(folder, parseRecoveryKey(typed));
    }
    case 'standard-input':
      return readKey(line, 'Standard input');
    case 'recovery-key-on-standard-input':
      return openWithRecoveryKey(folder, parseRecoveryKey(line));
  }
}
