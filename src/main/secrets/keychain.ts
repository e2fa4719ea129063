import { safeStorage } from 'electron';
import type { Log } from '../logging/log.ts';
import type { Cipher } from './secret-store.ts';

export interface Keychain {
  cipher: Cipher;
  /**
   * False where Linux has no keychain: what is sealed is then only hidden from a glance and
   * protected by its file's mode.
   */
  protectedByKeychain: boolean;
}

/** The keychain of the operating system; to be called once the app is ready. */
export function openKeychain(log: Log): Keychain {
  const withoutKeychain =
    process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  if (withoutKeychain) {
    log.warn('No keychain on this desktop: keys and sessions are protected by file modes only');
    safeStorage.setUsePlainTextEncryption(true);
  }
  return {
    cipher: {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the asynchronous one crashes Electron 42
      seal: (text) => safeStorage.encryptString(text),
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the asynchronous one crashes Electron 42
      open: (sealed) => safeStorage.decryptString(sealed),
    },
    protectedByKeychain: !withoutKeychain,
  };
}
