import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { safeStorage } from 'electron';
import { LocalError } from '../local-error.ts';
import type { Log } from '../logging/log.ts';
import { PassphraseLock } from './passphrase-lock.ts';
import type { SecretLock } from './secret-lock.ts';

interface LockOptions {
  /** Where sealed secrets are kept. */
  folder: string;
  onChanged: () => void;
  log: Log;
}

/**
 * The keychain of the operating system or, where Linux has none, a passphrase of the person's: what
 * Electron would use instead is a password that is built into it. To be called once the app is
 * ready.
 */
export async function openSecretLock({ folder, onChanged, log }: LockOptions): Promise<SecretLock> {
  const file = path.join(folder, 'passphrase.json');
  const chosenBefore = existsSync(file);
  if (!chosenBefore && hasKeychain()) return keychain;
  log.info('Secrets are sealed under a passphrase');
  const keychainIsGone = !chosenBefore && hasSealedFiles(folder);
  return PassphraseLock.load({ file, keychainIsGone, onChanged, log });
}

const keychain: SecretLock = {
  cipher: {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the asynchronous one crashes Electron 42
    seal: (text) => safeStorage.encryptString(text),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the asynchronous one crashes Electron 42
    open: (sealed) => safeStorage.decryptString(sealed),
  },
  state: 'open',
  keychainIsGone: false,
  opened: Promise.resolve(),
  unlock: refuse,
  choose: refuse,
  forget: refuse,
};

/** Elsewhere the system always has one, if perhaps a locked one. */
function hasKeychain(): boolean {
  if (process.platform !== 'linux') return true;
  if (safeStorage.getSelectedStorageBackend() === 'basic_text') return false;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the asynchronous one crashes Electron 42
  return safeStorage.isEncryptionAvailable();
}

function hasSealedFiles(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.sealed'));
}

function refuse(): Promise<never> {
  const detail = 'The keychain of this computer keeps the secrets, and no passphrase';
  return Promise.reject(new LocalError('PASSPHRASE_WRONG', detail));
}
