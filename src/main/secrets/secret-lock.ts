import type { LockState } from '#ipc/keys.ts';
import type { Cipher } from './secret-store.ts';

/** What seals the app's secrets, and what the person has to do with it. */
export interface SecretLock {
  readonly cipher: Cipher;
  readonly state: LockState;
  readonly keychainIsGone: boolean;
  /** Resolves once secrets can be read and written. */
  readonly opened: Promise<void>;
  /** Throws PASSPHRASE_WRONG, as do the others where there is no passphrase to be had. */
  unlock(passphrase: string): Promise<void>;
  choose(passphrase: string): Promise<void>;
  /** Back to where a passphrase is chosen; what the last one sealed can no longer be opened. */
  forget(): Promise<void>;
}
