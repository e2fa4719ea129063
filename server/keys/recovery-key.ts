import { createHash, randomBytes } from 'node:crypto';
import { StartupError } from '../startup-error.ts';

/**
 * A recovery key as people keep it: 32 random bytes and a checksum of 3, in Crockford's base32, as
 * 14 groups of 4 characters. Its alphabet has no I, L, O and U, which are misread.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const keyBytes = 32;
const checksumBytes = 3;
const bitsPerCharacter = 5;
const groupCharacters = 4;
const characterCount = ((keyBytes + checksumBytes) * 8) / bitsPerCharacter;

export function newRecoveryKey(): Uint8Array {
  return randomBytes(keyBytes);
}

/** Such as `7K2M-…`, to be written down. */
export function formatRecoveryKey(key: Uint8Array): string {
  const bits = [...key, ...checksum(key)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const characters = Array.from({ length: characterCount }, (_, index) => {
    const start = index * bitsPerCharacter;
    return alphabet.charAt(Number.parseInt(bits.slice(start, start + bitsPerCharacter), 2));
  }).join('');
  return characters.replace(new RegExp(`.{${String(groupCharacters)}}(?=.)`, 'g'), '$&-');
}

/**
 * The bytes of a key that somebody typed: letters of either case, with or without dashes and
 * spaces; what looks alike (O and 0, I or L and 1) means the same.
 * @throws StartupError that says what is wrong with it, and never repeats it.
 */
export function parseRecoveryKey(typed: string): Uint8Array {
  const text = typed
    .replaceAll(/[\s\u2010-\u2015-]/g, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (text.length !== characterCount) {
    throw new StartupError(
      `A recovery key has ${String(characterCount)} letters and digits, not ${String(text.length)}`,
    );
  }
  const values = [...text].map((character) => alphabet.indexOf(character));
  if (values.includes(-1)) {
    throw new StartupError('A recovery key has only letters and digits, and no U');
  }
  const bits = values.map((value) => value.toString(2).padStart(bitsPerCharacter, '0')).join('');
  const bytes = Buffer.from([...bits.matchAll(/.{8}/g)].map((byte) => Number.parseInt(byte[0], 2)));
  const key = bytes.subarray(0, keyBytes);
  if (!checksum(key).equals(bytes.subarray(keyBytes))) {
    throw new StartupError('The recovery key has a typing error: compare it with what you kept');
  }
  return key;
}

/** Finds what was misread; it tells nothing about a key that cannot be told by trying. */
function checksum(key: Uint8Array): Buffer {
  const hash = createHash('sha256').update('Future Talk recovery key').update(key).digest();
  return hash.subarray(0, checksumBytes);
}
