import type { OutgoingMessage } from '#client/chat-client.ts';
import type { CacheDatabase } from './cache-database.ts';
import type { SealedValue, SealedValues } from './sealed-values.repository.ts';

/** Messages that the server does not have yet, in the order in which they were written. */
export class CachedOutgoing {
  readonly #database: CacheDatabase;
  readonly #values: SealedValues;

  constructor(database: CacheDatabase, values: SealedValues) {
    this.#database = database;
    this.#values = values;
  }

  list(): OutgoingMessage[] {
    return this.#database
      .rows<SealedValue>('SELECT key_id, sealed FROM outgoing ORDER BY position')
      .map((row) => this.#values.open(row) as OutgoingMessage);
  }

  /** Adds, or replaces in its place; on disk once this returns. */
  put(message: OutgoingMessage): void {
    this.#database.durably(() => {
      const before = this.#keyOf(message.client_message_id);
      const { key_id, sealed } = this.#values.seal(message, before);
      this.#database.run(
        `INSERT INTO outgoing (client_message_id, key_id, sealed) VALUES (?, ?, ?)
         ON CONFLICT (client_message_id) DO UPDATE SET sealed = excluded.sealed`,
        message.client_message_id,
        key_id,
        sealed,
      );
    });
  }

  remove(clientMessageId: string): void {
    this.#database.transaction(() => {
      const keyId = this.#keyOf(clientMessageId);
      if (keyId === null) return;
      this.#values.erase(keyId);
      this.#database.run('DELETE FROM outgoing WHERE client_message_id = ?', clientMessageId);
    });
  }

  #keyOf(clientMessageId: string): number | null {
    const sql = 'SELECT key_id FROM outgoing WHERE client_message_id = ?';
    return this.#database.row<{ key_id: number }>(sql, clientMessageId)?.key_id ?? null;
  }
}
