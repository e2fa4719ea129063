import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWithRecoveryKey, sealForRecovery } from '#server/keys/recovery-file.ts';
import { formatRecoveryKey, newRecoveryKey, parseRecoveryKey } from '#server/keys/recovery-key.ts';
import { StartupError } from '#server/startup-error.ts';

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

describe('a recovery key in writing', () => {
  it('is 14 groups of four, which mean the same however they are typed', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const text = formatRecoveryKey(key);
        expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}$/);
        const careless = text.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
        for (const typed of [text, careless, ` ${text.replaceAll('1', 'l')}\n`]) {
          expect(Buffer.from(parseRecoveryKey(typed))).toEqual(Buffer.from(key));
        }
      }),
    );
  });

  it('has a fixed meaning: the same key is the same text in every version', () => {
    const key = Uint8Array.from({ length: 32 }, (_, index) => index);
    expect(formatRecoveryKey(key)).toBe(
      '000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GAH-C5RR-34D1-P70X-3RFH-F57Z',
    );
  });

  it('finds every single character that was misread, and neighbours that changed places', () => {
    const anywhere = fc.nat({ max: 55 });
    fc.assert(
      fc.property(keys, anywhere, fc.nat({ max: 31 }), (key, place, digit) => {
        const other = alphabet.charAt(digit);
        const text = formatRecoveryKey(key).replaceAll('-', '');
        const misread = text.slice(0, place) + other + text.slice(place + 1);
        const swapped =
          text.slice(0, place) +
          text
            .slice(place, place + 2)
            .split('')
            .reverse()
            .join('') +
          text.slice(place + 2);
        for (const typed of [misread, swapped]) {
          if (typed === text) continue;
          expect(() => parseRecoveryKey(typed)).toThrow(/typing error/);
        }
      }),
    );
  });

  it.each([
    ['', /has 56 letters and digits, not 0/],
    ['7K2M-', /has 56 letters and digits, not 4/],
    ['U'.repeat(56), /no U/],
    ['é'.repeat(56), /only letters and digits/],
  ])('says what is wrong with %j', (typed, sentence) => {
    expect(() => parseRecoveryKey(typed)).toThrow(StartupError);
    expect(() => parseRecoveryKey(typed)).toThrow(sentence);
  });
});

describe('recovery.json', () => {
  let folder: string;
  const databaseKey = randomBytes(32);
  const recoveryKey = newRecoveryKey();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'future-talk-unit-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (content: string) => {
    writeFileSync(join(folder, 'recovery.json'), content);
  };

  it('gives the database key to the recovery key it was made for', () => {
    write(sealForRecovery(databaseKey, recoveryKey));
    expect(Buffer.from(openWithRecoveryKey(folder, recoveryKey))).toEqual(databaseKey);
    const content = readFileSync(join(folder, 'recovery.json'));
    for (const secret of [databaseKey, Buffer.from(recoveryKey)]) {
      expect(content.includes(secret.toString('base64url'))).toBe(false);
    }
  });

  it('gives nothing to another, and is sealed anew each time', () => {
    write(sealForRecovery(databaseKey, recoveryKey));
    expect(() => openWithRecoveryKey(folder, newRecoveryKey())).toThrow(/not the recovery key/);
    const again = sealForRecovery(databaseKey, recoveryKey);
    expect(again).not.toBe(sealForRecovery(databaseKey, recoveryKey));
  });

  it('gives nothing once a bit of it has changed', () => {
    const content = sealForRecovery(databaseKey, recoveryKey);
    const fields = JSON.parse(content) as Record<string, string>;
    for (const name of ['salt', 'nonce', 'sealed']) {
      const bytes = Buffer.from(fields[name] ?? '', 'base64url');
      for (let index = 0; index < bytes.length; index += 1) {
        const changed = Buffer.from(bytes);
        changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8));
        write(JSON.stringify({ ...fields, [name]: changed.toString('base64url') }));
        expect(() => openWithRecoveryKey(folder, recoveryKey)).toThrow(/not the recovery key/);
      }
    }
  });

  it.each(['', '{}', '[1]', '{"version":2}'])('says that it is damaged: %j', (content) => {
    write(content);
    expect(() => openWithRecoveryKey(folder, recoveryKey)).toThrow(/damaged or from a newer/);
  });

  it('says when no recovery key was ever made', () => {
    expect(() => openWithRecoveryKey(folder, recoveryKey)).toThrow(/No recovery key was made/);
  });
});
