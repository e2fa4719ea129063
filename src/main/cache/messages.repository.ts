import type { ConversationId, MessageId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { CacheDatabase } from './cache-database.ts';
import type { SealedValue, SealedValues } from './sealed-values.repository.ts';

interface MessageRow extends SealedValue {
  id: MessageId;
  seq: number;
}

export interface MessagePlace {
  conversation_id: ConversationId;
  message_id: MessageId;
}

/** Messages that this person has seen, as they stand now. */
export class CachedMessages {
  readonly #database: CacheDatabase;
  readonly #values: SealedValues;

  constructor(database: CacheDatabase, values: SealedValues) {
    this.#database = database;
    this.#values = values;
  }

  /** Adds, or replaces: of what stood there before, nothing can be read any more. */
  put(message: Message): void {
    const before = this.#row(message.id);
    const { key_id, sealed } = this.#values.seal(message, before?.key_id ?? null);
    const isGone = message.is_destroyed || message.is_deleted;
    const endsAt = isGone ? null : message.self_destruct_at;
    this.#database.run(
      `INSERT INTO message (id, conversation_id, seq, created_at, self_destruct_at, key_id, sealed)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE
         SET self_destruct_at = excluded.self_destruct_at, sealed = excluded.sealed`,
      message.id,
      message.conversation_id,
      message.seq,
      Date.parse(message.created_at),
      endsAt === null ? null : Date.parse(endsAt),
      key_id,
      sealed,
    );
  }

  get(id: MessageId): Message | null {
    const row = this.#row(id);
    return row === undefined ? null : this.#open(row);
  }

  /** Nothing happens to one that is not here. */
  change(id: MessageId, change: (message: Message) => Partial<Message>): void {
    const message = this.get(id);
    if (message !== null) this.put({ ...message, ...change(message) });
  }

  newest(conversationId: ConversationId): Message | null {
    return this.page(conversationId, { before: null, limit: 1 })[0] ?? null;
  }

  /**
   * Newest first, without gaps: it ends where one is missing. `before` is the number of the message
   * that follows the page; null begins with the newest.
   */
  page(
    conversationId: ConversationId,
    { before, limit }: { before: number | null; limit: number },
  ): Message[] {
    const rows = this.#database.rows<MessageRow>(
      `SELECT id, seq, key_id, sealed FROM message
       WHERE conversation_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
      conversationId,
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
    );
    const newest = before === null ? rows[0]?.seq : before - 1;
    const gap = rows.findIndex(({ seq }, index) => seq !== (newest ?? 0) - index);
    return rows.slice(0, gap === -1 ? rows.length : gap).map((row) => this.#open(row));
  }

  /** The first that was sent at this time or later, in milliseconds since 1970; else the newest. */
  idAt(conversationId: ConversationId, timeMs: number): MessageId | null {
    const row = this.#database.row<{ id: MessageId }>(
      `SELECT id FROM message WHERE conversation_id = ? AND created_at >= ? ORDER BY seq LIMIT 1`,
      conversationId,
      timeMs,
    );
    return row?.id ?? this.newest(conversationId)?.id ?? null;
  }

  /** Whether none is missing between the message of this number and the newest. */
  leadsToNewest(conversationId: ConversationId, seq: number): boolean {
    const row = this.#database.row<{ count: number; newest: number | null }>(
      `SELECT count(*) AS count, max(seq) AS newest FROM message
       WHERE conversation_id = ? AND seq >= ?`,
      conversationId,
      seq,
    );
    return row?.newest != null && row.count === row.newest - seq + 1;
  }

  /** Those whose time has come. */
  due(nowMs: number): MessagePlace[] {
    return this.#database.rows<MessagePlace>(
      `SELECT conversation_id, id AS message_id FROM message
       WHERE self_destruct_at <= ? ORDER BY self_destruct_at`,
      nowMs,
    );
  }

  /** When the next one's time comes, in milliseconds since 1970. */
  nextDueMs(): number | null {
    // The condition is what lets SQLite use the index; without it every message is read.
    const sql = `SELECT min(self_destruct_at) AS at FROM message
                 WHERE self_destruct_at IS NOT NULL`;
    return this.#database.row<{ at: number | null }>(sql)?.at ?? null;
  }

  /** Those with a smaller number; answers them as they were. */
  removeBefore(conversationId: ConversationId, firstSeq: number): Message[] {
    const condition = 'conversation_id = ? AND seq < ?';
    const gone = this.#database
      .rows<MessageRow>(
        `SELECT id, seq, key_id, sealed FROM message WHERE ${condition}`,
        conversationId,
        firstSeq,
      )
      .map((row) => this.#open(row));
    this.#removeWhere(condition, conversationId, firstSeq);
    return gone;
  }

  removeConversation(id: ConversationId): void {
    this.#removeWhere('conversation_id = ?', id);
  }

  removeAll(): void {
    this.#removeWhere('true');
  }

  /** Drops this many of the oldest, but of no conversation the newest; false when none was left. */
  removeOldest(count: number): boolean {
    const oldest = this.#database.rows<{ id: MessageId }>(
      `SELECT id FROM message AS this
       WHERE seq < (SELECT max(seq) FROM message WHERE conversation_id = this.conversation_id)
       ORDER BY created_at LIMIT ?`,
      count,
    );
    for (const { id } of oldest) this.#removeWhere('id = ?', id);
    return oldest.length > 0;
  }

  #removeWhere(condition: string, ...values: unknown[]): void {
    const keys = this.#database.rows<{ key_id: number }>(
      `SELECT key_id FROM message WHERE ${condition}`,
      ...values,
    );
    for (const { key_id } of keys) this.#values.erase(key_id);
    this.#database.run(`DELETE FROM message WHERE ${condition}`, ...values);
  }

  #row(id: MessageId): MessageRow | undefined {
    return this.#database.row<MessageRow>(
      'SELECT id, seq, key_id, sealed FROM message WHERE id = ?',
      id,
    );
  }

  #open(row: MessageRow): Message {
    return this.#values.open(row) as Message;
  }
}
