import { createDecipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { readFileSync } from 'node:fs';

// The SQLCipher 4 file format, read without SQLite: what no query shows is in the pages too.
const pageBytes = 4096;
const saltBytes = 16;
const ivBytes = 16;
const hmacBytes = 64;

/**
 * Every page of a database file in plain bytes, free space and free pages included.
 * @throws when a page's HMAC is not that of SQLCipher 4 under this key
 */
export function decryptedPages(file: string, key: Uint8Array): Buffer[] {
  const bytes = readFileSync(file);
  const salt = bytes.subarray(0, saltBytes).map((byte) => byte ^ 0x3a);
  const hmacKey = pbkdf2Sync(key, salt, 2, 32, 'sha512');
  return Array.from({ length: bytes.length / pageBytes }, (_, index) => {
    const page = bytes.subarray(index * pageBytes, (index + 1) * pageBytes);
    return decryptPage(index === 0 ? page.subarray(saltBytes) : page, index + 1, key, hmacKey);
  });
}

function decryptPage(page: Buffer, number: number, key: Uint8Array, hmacKey: Buffer): Buffer {
  const hmacAt = page.length - hmacBytes;
  const pageNumber = Buffer.alloc(4);
  pageNumber.writeUInt32LE(number);
  const expected = createHmac('sha512', hmacKey)
    .update(page.subarray(0, hmacAt))
    .update(pageNumber)
    .digest();
  if (!expected.equals(page.subarray(hmacAt))) {
    throw new Error(`page ${String(number)} has a wrong HMAC`);
  }
  const ivAt = hmacAt - ivBytes;
  const decipher = createDecipheriv('aes-256-cbc', key, page.subarray(ivAt, hmacAt));
  decipher.setAutoPadding(false);
  return Buffer.concat([decipher.update(page.subarray(0, ivAt)), decipher.final()]);
}

/**
 * How often each sequence stands in the bytes, in one pass: there may be thousands of them.
 * @param sought each at least four bytes long
 */
export function countOccurrences(bytes: Buffer, sought: readonly (Buffer | string)[]): number[] {
  const sequences = sought.map((each) => Buffer.from(each));
  const byBeginning = new Map<number, number[]>();
  for (const [index, sequence] of sequences.entries()) {
    const beginning = sequence.readUInt32LE();
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), index]);
  }
  const counts = sequences.map(() => 0);
  for (let at = 0; at + 4 <= bytes.length; at += 1) {
    for (const index of byBeginning.get(bytes.readUInt32LE(at)) ?? []) {
      const sequence = sequences[index];
      if (sequence?.equals(bytes.subarray(at, at + sequence.length)) === true) {
        counts[index] = (counts[index] ?? 0) + 1;
      }
    }
  }
  return counts;
}
