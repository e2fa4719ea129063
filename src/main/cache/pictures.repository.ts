import type { AttachmentId } from '#protocol/identifiers.ts';
import type { CacheDatabase } from './cache-database.ts';

/** More than the people and groups on one screen; those that were stored first go first. */
const keptMax = 500;

/** Pictures of people and groups, which never change under their id. */
export class CachedPictures {
  readonly #database: CacheDatabase;

  constructor(database: CacheDatabase) {
    this.#database = database;
  }

  get(id: AttachmentId): Uint8Array | null {
    const sql = 'SELECT bytes FROM picture WHERE id = ?';
    return this.#database.row<{ bytes: Uint8Array }>(sql, id)?.bytes ?? null;
  }

  put(id: AttachmentId, bytes: Uint8Array): void {
    this.#database.run('INSERT OR IGNORE INTO picture (id, bytes) VALUES (?, ?)', id, bytes);
    this.#database.run(
      `DELETE FROM picture WHERE position <=
         (SELECT position FROM picture ORDER BY position DESC LIMIT 1 OFFSET ?)`,
      keptMax,
    );
  }

  removeAll(): void {
    this.#database.run('DELETE FROM picture');
  }
}
