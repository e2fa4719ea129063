import { randomBytes } from 'node:crypto';
import { openText, sealText } from '../secrets/sealed-text.ts';
import type { CacheDatabase } from './cache-database.ts';

const keyBytes = 32;

export interface SealedValue {
  key_id: number;
  sealed: Buffer;
}

/**
 * Values that can be erased without remainder. SQLite copies rows as its tables grow and leaves bytes
 * of the old ones behind; of a value's key there is one copy, which is overwritten in place.
 */
export class SealedValues {
  readonly #database: CacheDatabase;

  constructor(database: CacheDatabase) {
    this.#database = database;
  }

  /** In the place of an older value, whose text is erased by that, or in a new one. */
  seal(value: unknown, inPlaceOf: number | null): SealedValue {
    const key = randomBytes(keyBytes);
    const id = inPlaceOf ?? this.#takeFreeKey();
    if (id !== null) this.#overwrite(id, key);
    else this.#database.run('INSERT INTO text_key (key) VALUES (?)', key);
    const keyId = id ?? this.#newestKey();
    return { key_id: keyId, sealed: sealText(JSON.stringify(value), key) };
  }

  /** Throws when it has been erased. */
  open({ key_id, sealed }: SealedValue): unknown {
    const row = this.#database.row<{ key: Buffer }>(
      'SELECT key FROM text_key WHERE id = ?',
      key_id,
    );
    if (row === undefined) throw new Error('a sealed value has no key');
    return JSON.parse(openText(sealed, row.key));
  }

  erase(keyId: number): void {
    this.#overwrite(keyId, Buffer.alloc(keyBytes));
    this.#database.run('INSERT INTO free_key (id) VALUES (?)', keyId);
  }

  #overwrite(id: number, key: Buffer): void {
    this.#database.run('UPDATE text_key SET key = ? WHERE id = ?', key, id);
  }

  #takeFreeKey(): number | null {
    const row = this.#database.row<{ id: number }>('SELECT id FROM free_key LIMIT 1');
    if (row === undefined) return null;
    this.#database.run('DELETE FROM free_key WHERE id = ?', row.id);
    return row.id;
  }

  #newestKey(): number {
    const row = this.#database.row<{ id: number }>('SELECT max(id) AS id FROM text_key');
    if (row === undefined) throw new Error('no key was added');
    return row.id;
  }
}
