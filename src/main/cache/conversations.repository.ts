import type { User } from '#protocol/accounts.ts';
import type { Conversation, Participant } from '#protocol/conversations.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import type { CacheDatabase } from './cache-database.ts';
import type { CachedMessages } from './messages.repository.ts';

/** The participants, with the person's present name and picture. */
function withPerson(participants: readonly Participant[], user: User): Participant[] {
  const { id, username, display_name, avatar_url } = user;
  return participants.map((participant) =>
    participant.user_id === id
      ? { ...participant, username, display_name, avatar_url }
      : participant,
  );
}

interface ConversationRow {
  content: string;
}

/** The person's conversations; what was said in them is with the messages. */
export class CachedConversations {
  readonly #database: CacheDatabase;
  readonly #messages: CachedMessages;

  constructor(database: CacheDatabase, messages: CachedMessages) {
    this.#database = database;
    this.#messages = messages;
  }

  put(conversation: Conversation): void {
    this.#messages.removeBefore(conversation.id, conversation.first_seq);
    if (conversation.last_message !== null) this.#messages.put(conversation.last_message);
    this.#store(conversation);
  }

  get(id: ConversationId): Conversation | null {
    const sql = 'SELECT content FROM conversation WHERE id = ?';
    const row = this.#database.row<ConversationRow>(sql, id);
    return row === undefined ? null : this.#open(row);
  }

  /** In no order. */
  ids(archived: boolean): ConversationId[] {
    const sql = 'SELECT id FROM conversation WHERE is_archived = ?';
    return this.#database.rows<{ id: ConversationId }>(sql, archived ? 1 : 0).map(({ id }) => id);
  }

  /** The most recently active of those that are not archived. */
  first(count: number): Conversation[] {
    return this.#database
      .rows<ConversationRow>('SELECT content FROM conversation WHERE is_archived = 0')
      .map(({ content }) => JSON.parse(content) as Conversation)
      .sort((one, other) => other.last_message_at.localeCompare(one.last_message_at))
      .slice(0, count)
      .map((conversation) => this.#withLastMessage(conversation));
  }

  /** In no order. */
  list(archived: boolean): Conversation[] {
    const sql = 'SELECT content FROM conversation WHERE is_archived = ?';
    return this.#database
      .rows<ConversationRow>(sql, archived ? 1 : 0)
      .map((row) => this.#open(row));
  }

  /** Nothing happens to one that is not here. */
  change(
    id: ConversationId,
    change: (known: Conversation) => Partial<Omit<Conversation, 'last_message'>>,
  ): void {
    const known = this.get(id);
    if (known !== null) this.#store({ ...known, ...change(known) });
  }

  /** Somebody's name or picture is new, wherever they take part. */
  changePerson(user: User): void {
    for (const { id, participants } of [...this.list(false), ...this.list(true)]) {
      if (!participants.some(({ user_id }) => user_id === user.id)) continue;
      this.change(id, () => ({ participants: withPerson(participants, user) }));
    }
  }

  /** With its messages. */
  remove(id: ConversationId): void {
    this.#messages.removeConversation(id);
    this.#database.run('DELETE FROM conversation WHERE id = ?', id);
  }

  /** With all messages. */
  removeAll(): void {
    this.#messages.removeAll();
    this.#database.run('DELETE FROM conversation');
  }

  #store(conversation: Conversation): void {
    this.#database.run(
      `INSERT INTO conversation (id, is_archived, content) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE
         SET is_archived = excluded.is_archived, content = excluded.content`,
      conversation.id,
      conversation.is_archived ? 1 : 0,
      JSON.stringify({ ...conversation, last_message: null }),
    );
  }

  #open(row: ConversationRow): Conversation {
    return this.#withLastMessage(JSON.parse(row.content) as Conversation);
  }

  #withLastMessage(conversation: Conversation): Conversation {
    return { ...conversation, last_message: this.#messages.newest(conversation.id) };
  }
}
