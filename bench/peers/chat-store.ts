import { randomUUID } from 'node:crypto';
import Sqlite from 'better-sqlite3';

export interface Sent {
  id: string;
  conversation_id: string;
  seq: number;
  sender_id: string;
  client_message_id: string | null;
  content: string;
  created_at: string;
}

interface Draft {
  conversationId: string;
  senderId: string;
  content: string;
  clientMessageId: string | null;
}

const schema = `
  CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE conversation (id TEXT PRIMARY KEY, seq INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE member (
    conversation_id TEXT NOT NULL, person_id TEXT NOT NULL,
    PRIMARY KEY (conversation_id, person_id)
  ) WITHOUT ROWID;
  CREATE TABLE message (
    id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL, seq INTEGER NOT NULL,
    sender_id TEXT NOT NULL, client_message_id TEXT, content TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (conversation_id, seq), UNIQUE (sender_id, client_message_id)
  );
`;

/** The peers' database: better-sqlite3 as its manual says, durable, a transaction a message. */
export class ChatStore {
  readonly #database: Sqlite.Database;
  readonly send: (draft: Draft) => Sent;
  readonly #members: Sqlite.Statement<[string], string>;

  constructor(file: string) {
    const database = new Sqlite(file);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.exec(schema);
    this.#database = database;
    this.#members = database
      .prepare<[string], string>('SELECT person_id FROM member WHERE conversation_id = ?')
      .pluck();
    this.send = this.#prepareSend();
  }

  membersOf(conversationId: string): string[] {
    return this.#members.all(conversationId);
  }

  /** @param memberships places of people, a conversation each */
  seed(peopleCount: number, memberships: readonly (readonly number[])[]) {
    const person = this.#database.prepare('INSERT INTO person (id, name) VALUES (?, ?)');
    const conversation = this.#database.prepare('INSERT INTO conversation (id) VALUES (?)');
    const member = this.#database.prepare('INSERT INTO member VALUES (?, ?)');
    return this.#database.transaction(() => {
      const people = Array.from({ length: peopleCount }, () => randomUUID());
      people.forEach((id, place) => person.run(id, `person-${String(place)}`));
      const conversations = memberships.map((members) => {
        const id = randomUUID();
        conversation.run(id);
        for (const place of members) member.run(id, people[place]);
        return id;
      });
      return { people, conversations };
    })();
  }

  #prepareSend(): (draft: Draft) => Sent {
    const database = this.#database;
    const earlier = database.prepare<[string, string | null], Sent>(
      'SELECT * FROM message WHERE sender_id = ? AND client_message_id = ?',
    );
    const count = database
      .prepare<[string], number>('UPDATE conversation SET seq = seq + 1 WHERE id = ? RETURNING seq')
      .pluck();
    const insert = database.prepare(
      `INSERT INTO message (id, conversation_id, seq, sender_id, client_message_id, content,
         created_at) VALUES (@id, @conversation_id, @seq, @sender_id, @client_message_id, @content,
         @created_at)`,
    );
    const send = database.transaction((draft: Draft): Sent => {
      const known = earlier.get(draft.senderId, draft.clientMessageId);
      if (known !== undefined) return known;
      const sent: Sent = {
        id: randomUUID(),
        conversation_id: draft.conversationId,
        seq: count.get(draft.conversationId) ?? 0,
        sender_id: draft.senderId,
        client_message_id: draft.clientMessageId,
        content: draft.content,
        created_at: new Date().toISOString(),
      };
      insert.run(sent);
      return sent;
    });
    return (draft) => send.immediate(draft);
  }
}
