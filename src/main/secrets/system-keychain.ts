import { safeStorage } from 'electron';
import type { Cipher } from './secret-store.ts';

/** The keychain of the operating system. To be used once the app is ready. */
export const keychainCipher: Cipher = {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the asynchronous one crashes Electron 42
  seal: (text) => safeStorage.encryptString(text),
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the asynchronous one crashes Electron 42
  open: (sealed) => safeStorage.decryptString(sealed),
};

/**
 * Elsewhere than on Linux the system always has one, if perhaps a locked one. What Electron would use
 * instead is a password that is built into it.
 */
export function hasKeychain(): boolean {
  if (process.platform !== 'linux') return true;
  if (safeStorage.getSelectedStorageBackend() === 'basic_text') return false;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the asynchronous one crashes Electron 42
  return safeStorage.isEncryptionAvailable();
}
