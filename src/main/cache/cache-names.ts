import path from 'node:path';
import { hashedName } from '../storage/hashed-name.ts';

export const cacheFileEnding = '.db';

/** Of the caches of one server, whose public key this is. */
export function cacheFolderOf(folder: string, serverIdentity: string): string {
  return path.join(folder, hashedName(serverIdentity));
}

/** The secret with the key of a person's cache, whose file has `name`. */
export function cacheSecretOf(serverIdentity: string, name: string): string {
  return `cache-${hashedName(serverIdentity)}-${name}`;
}
