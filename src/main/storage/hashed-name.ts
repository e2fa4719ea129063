import { createHash } from 'node:crypto';

const nameCharacters = 32;

/** A file name that tells nothing of what it is for. */
export function hashedName(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, nameCharacters);
}
