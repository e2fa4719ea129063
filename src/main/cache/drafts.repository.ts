import type { Draft } from '#protocol/drafts.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import type { CacheDatabase } from './cache-database.ts';
import type { SealedValue, SealedValues } from './sealed-values.repository.ts';

interface DraftRow extends SealedValue {
  is_unsaved: number;
}

/** What the person has begun to write; one that is unsaved is newer than what the server has. */
export class CachedDrafts {
  readonly #database: CacheDatabase;
  readonly #values: SealedValues;

  constructor(database: CacheDatabase, values: SealedValues) {
    this.#database = database;
    this.#values = values;
  }

  list({ unsaved }: { unsaved: boolean }): Draft[] {
    const sql = 'SELECT key_id, sealed FROM draft WHERE is_unsaved = ?';
    return this.#database
      .rows<SealedValue>(sql, unsaved ? 1 : 0)
      .map((row) => this.#values.open(row) as Draft);
  }

  /** Takes the place of the one before, of which nothing is left. */
  put(draft: Draft, { unsaved }: { unsaved: boolean }): void {
    const before = this.#row(draft.conversation_id);
    const { key_id, sealed } = this.#values.seal(draft, before?.key_id ?? null);
    this.#database.run(
      `INSERT INTO draft (conversation_id, is_unsaved, key_id, sealed) VALUES (?, ?, ?, ?)
       ON CONFLICT (conversation_id) DO UPDATE
         SET is_unsaved = excluded.is_unsaved, sealed = excluded.sealed`,
      draft.conversation_id,
      unsaved ? 1 : 0,
      key_id,
      sealed,
    );
  }

  /** As the server has it; what is unsaved here is newer, and one without content is none. */
  told(draft: Draft): void {
    if (this.#row(draft.conversation_id)?.is_unsaved === 1) return;
    const isEmpty = draft.content === '' && draft.reply_to_message_id === null;
    if (isEmpty) this.remove(draft.conversation_id);
    else this.put(draft, { unsaved: false });
  }

  remove(id: ConversationId): void {
    const row = this.#row(id);
    if (row === undefined) return;
    this.#values.erase(row.key_id);
    this.#database.run('DELETE FROM draft WHERE conversation_id = ?', id);
  }

  /** All that the server has. */
  removeSaved(): void {
    for (const { conversation_id } of this.list({ unsaved: false })) this.remove(conversation_id);
  }

  #row(id: ConversationId): DraftRow | undefined {
    const sql = 'SELECT is_unsaved, key_id, sealed FROM draft WHERE conversation_id = ?';
    return this.#database.row<DraftRow>(sql, id);
  }
}
