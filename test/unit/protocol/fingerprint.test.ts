import { createHash } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { expect, it } from 'vitest';
import { fingerprintOf } from '#protocol/fingerprint.ts';

const key = (byte: number) => new Uint8Array(32).fill(byte);

it('is five words and two groups of five digits', () => {
  for (let byte = 0; byte < 256; byte += 1) {
    expect(fingerprintOf(key(byte))).toMatch(/^([a-z]{3,8} ){5}\d{5} \d{5}$/);
  }
});

it('stays what it was: people have written it down', () => {
  expect(fingerprintOf(key(0))).toBe('dance mechanic anxiety fuel want 57055 10871');
  expect(fingerprintOf(key(1))).toBe('crop anxiety club fitness acid 62682 74354');
});

it('is made of the SHA-256 of the key, every part of it of other bits', () => {
  const digest = createHash('sha256').update('FutureTalk fingerprint').update(key(7)).digest();
  let bits = BigInt(`0x${digest.toString('hex')}`);
  const take = (size: bigint) => {
    const value = Number(bits % size);
    bits /= size;
    return value;
  };
  const words = Array.from({ length: 5 }, () => wordlist[take(2_048n)]);
  const digits = Array.from({ length: 2 }, () => String(take(100_000n)).padStart(5, '0'));
  expect(fingerprintOf(key(7))).toBe([...words, ...digits].join(' '));
  expect(2_048 ** 5 * 100_000 ** 2).toBeGreaterThan(2 ** 80);
});

it('is another one for a key that differs in one bit', () => {
  const shown = new Set<string>();
  for (let bit = 0; bit < 256; bit += 1) {
    const changed = key(0);
    changed[bit >> 3] = 1 << (bit & 7);
    shown.add(fingerprintOf(changed));
  }
  expect(shown.size).toBe(256);
});

it('uses words that their first four letters tell apart', () => {
  expect(new Set(wordlist.map((word) => word.slice(0, 4))).size).toBe(2_048);
});
