import type Sqlite from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { termsVersion } from '#server/search/index-terms.ts';
import type { World } from './world.ts';

const words = 'we meet at three to look at the plans for the second floor and bring the keys'.split(
  ' ',
);
const intervalMs = 1_000;
const rowsPerTransaction = 50_000;
/** Into the history, how far apart the remembered messages are. */
const rememberedEvery = 97;

/**
 * Fills the conversations with messages, one after the other in each, as they lie in a database that
 * has grown.
 * @returns ids of some of them, all over the history, by place of conversation
 */
export function writeHistory(
  database: Sqlite.Database,
  world: World,
  messageCount: number,
): { conversation: number; id: string }[] {
  const perConversation = Math.floor(messageCount / world.conversations.length);
  const insert = database.prepare(
    `INSERT INTO message (conversation_id, seq, id, sender_id, session_id, content, message_type,
       created_at) VALUES (?, ?, ?, ?, ?, ?, 'text', ?)`,
  );
  const remembered: { conversation: number; id: string }[] = [];
  const beganAt = Date.now() - messageCount * intervalMs;
  let written = 0;
  let inTransaction = 0;
  database.exec('BEGIN');
  for (const [place, { id, members }] of world.conversations.entries()) {
    for (let seq = 1; seq <= perConversation; seq += 1) {
      const sender = world.people[members[seq % members.length] ?? 0];
      const sentAt = beganAt + (seq * world.conversations.length + place) * intervalMs;
      const messageId = uuidv7({ msecs: sentAt });
      insert.run(id, seq, messageId, sender?.id, sender?.sessionId, textOf(seq), sentAt);
      written += 1;
      if (written % rememberedEvery === 0) remembered.push({ conversation: place, id: messageId });
      inTransaction += 1;
      if (inTransaction < rowsPerTransaction) continue;
      database.exec('COMMIT; BEGIN');
      inTransaction = 0;
    }
  }
  database.prepare('UPDATE conversation SET seq = ?').run(perConversation);
  database
    .prepare('UPDATE participant SET read_seq = ?, delivered_seq = ?')
    .run(perConversation, perConversation);
  // As a server that has long been running: its index is made.
  database.prepare("INSERT OR REPLACE INTO search_state VALUES (1, ?, '~')").run(termsVersion);
  database.exec('COMMIT');
  database.pragma('wal_checkpoint(TRUNCATE)');
  return remembered;
}

function textOf(seq: number): string {
  return words.map((word, index) => `${word}${String((seq * (index + 3)) % 211)}`).join(' ');
}
