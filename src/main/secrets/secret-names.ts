import path from 'node:path';
import { hashedName } from '../storage/hashed-name.ts';

export function secretFileOf(folder: string, name: string): string {
  return path.join(folder, `${name}.sealed`);
}

/** Of whoever is signed in to the server with this public key. */
export function sessionSecretOf(serverIdentity: string): string {
  return `session-${hashedName(serverIdentity)}`;
}

/** It is there where a passphrase takes the place of the keychain. */
export function passphraseFileOf(folder: string): string {
  return path.join(folder, 'passphrase.json');
}
