import { sha256 } from '@noble/hashes/sha2.js';
import { wordlist } from '@scure/bip39/wordlists/english.js';

const wordCount = 5;
const bitsPerWord = 11n;
const digitGroupCount = 2;
const digitGroupSize = 100_000n;

/** Keeps this hash apart from every other one of the same key. */
const context = new TextEncoder().encode('FutureTalk fingerprint');

/**
 * A server's key in a form that people compare by eye or over the telephone, such as
 * `anchor maple river stone violet 12345 67890`: 88 bits of its SHA-256. The words are those of
 * BIP-39's English list, any of which is told from all others by its first four letters.
 * @param publicKey X25519, 32 bytes
 */
export function fingerprintOf(publicKey: Uint8Array): string {
  let rest = integerOf(sha256(Uint8Array.from([...context, ...publicKey])));
  const words = Array.from({ length: wordCount }, () => {
    const word = wordlist[Number(rest % (1n << bitsPerWord))];
    rest >>= bitsPerWord;
    return word;
  });
  const digits = Array.from({ length: digitGroupCount }, () => {
    const group = String(rest % digitGroupSize).padStart(5, '0');
    rest /= digitGroupSize;
    return group;
  });
  return [...words, ...digits].join(' ');
}

function integerOf(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
