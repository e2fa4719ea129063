import { createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

// The SQLCipher 4 file format: a page ends with its IV and the HMAC-SHA512 of all before, and its number.
const pageBytes = 4096;
const saltBytes = 16;
const hmacBytes = 64;
const hmacKeyRounds = 2;
const hmacSaltMask = 0x3a;
/** A page that is just being written may be read half old, half new. */
const readingsMax = 5;

export interface CheckedPages {
  /** Their numbers; 1 is the first. */
  damaged: number[];
  /** Where to go on; null at the end of the file. */
  next: number | null;
}

/**
 * Looks for damage in a database's file without SQLite, so that no transaction holds up the log
 * meanwhile. Pages that nobody reads are found too.
 */
export class PageCheck {
  readonly #file: number;
  readonly #key: Uint8Array;

  /** @param key 32 bytes: the raw key of the SQLCipher 4 scheme */
  constructor(file: string, key: Uint8Array) {
    this.#file = openSync(file, 'r');
    this.#key = key;
  }

  check(from: number, count: number): CheckedPages {
    const pages = Math.floor(fstatSync(this.#file).size / pageBytes);
    const end = Math.min(pages, from + count - 1);
    const damaged: number[] = [];
    const hmacKey = this.#hmacKey();
    for (let number = from; number <= end; number += 1) {
      if (!this.#isWhole(number, hmacKey)) damaged.push(number);
    }
    return { damaged, next: end >= pages ? null : end + 1 };
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Made each time: a new database is all in its log at first, and has no salt yet. */
  #hmacKey(): Buffer {
    const salt = Buffer.alloc(saltBytes);
    readSync(this.#file, salt, 0, saltBytes, 0);
    const masked = salt.map((byte) => byte ^ hmacSaltMask);
    return pbkdf2Sync(this.#key, masked, hmacKeyRounds, 32, 'sha512');
  }

  #isWhole(number: number, hmacKey: Buffer): boolean {
    const page = Buffer.alloc(pageBytes);
    for (let reading = 0; reading < readingsMax; reading += 1) {
      const read = readSync(this.#file, page, 0, pageBytes, (number - 1) * pageBytes);
      // The file has become shorter meanwhile.
      if (read < pageBytes || isUnwritten(page)) return true;
      if (isAuthentic(page, number, hmacKey)) return true;
    }
    return false;
  }
}

/** A free page that SQLite has not had to write: a hole in the file. */
function isUnwritten(page: Buffer): boolean {
  return page.every((byte) => byte === 0);
}

function isAuthentic(page: Buffer, number: number, hmacKey: Buffer): boolean {
  const hmacAt = pageBytes - hmacBytes;
  const numberBytes = Buffer.alloc(4);
  numberBytes.writeUInt32LE(number);
  // The salt stands before the first page's content and is not authenticated.
  const content = page.subarray(number === 1 ? saltBytes : 0, hmacAt);
  const hmac = createHmac('sha512', hmacKey).update(content).update(numberBytes).digest();
  return timingSafeEqual(hmac, page.subarray(hmacAt));
}
