import { existsSync, readdirSync } from 'node:fs';
import { LocalError } from '../local-error.ts';
import type { Log } from '../logging/log.ts';
import { passphraseFileOf } from './secret-names.ts';
import { PassphraseLock } from './passphrase-lock.ts';
import type { SecretLock } from './secret-lock.ts';
import { hasKeychain, keychainCipher } from './system-keychain.ts';

interface LockOptions {
  /** Where sealed secrets are kept. */
  folder: string;
  onChanged: () => void;
  log: Log;
}

/**
 * The keychain of the operating system or, where Linux has none, a passphrase of the person's. To be
 * called once the app is ready.
 */
export async function openSecretLock({ folder, onChanged, log }: LockOptions): Promise<SecretLock> {
  const file = passphraseFileOf(folder);
  const chosenBefore = existsSync(file);
  if (!chosenBefore && hasKeychain()) return keychain;
  log.info('Secrets are sealed under a passphrase');
  const keychainIsGone = !chosenBefore && hasSealedFiles(folder);
  return PassphraseLock.load({ file, keychainIsGone, onChanged, log });
}

const keychain: SecretLock = {
  cipher: keychainCipher,
  state: 'open',
  keychainIsGone: false,
  opened: Promise.resolve(),
  unlock: refuse,
  choose: refuse,
  forget: refuse,
};

function hasSealedFiles(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.sealed'));
}

function refuse(): Promise<never> {
  const detail = 'The keychain of this computer keeps the secrets, and no passphrase';
  return Promise.reject(new LocalError('PASSPHRASE_WRONG', detail));
}
