import type Sqlite from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { termsVersion } from '#server/search/index-terms.ts';
import type { World } from './world.ts';

const text =
  'We meet at three to look at the plans for the second floor; bring the keys with you. ';
const intervalMs = 1_000;

/** So many messages in each conversation, all of them read. */
export function writeTeamHistory(
  database: Sqlite.Database,
  world: World,
  histories: readonly number[],
): void {
  const insert = database.prepare(
    `INSERT INTO message (conversation_id, seq, id, sender_id, session_id, content, message_type,
       created_at) VALUES (?, ?, ?, ?, ?, ?, 'text', ?)`,
  );
  const count = database.prepare('UPDATE conversation SET seq = ? WHERE id = ?');
  const read = database.prepare(
    'UPDATE participant SET read_seq = ?, delivered_seq = ? WHERE conversation_id = ?',
  );
  const beganAt = Date.now() - Math.max(...histories) * intervalMs;
  database.transaction(() => {
    for (const [place, { id, members }] of world.conversations.entries()) {
      const messages = histories[place] ?? 0;
      for (let seq = 1; seq <= messages; seq += 1) {
        const sender = world.people[members[seq % members.length] ?? 0];
        const sentAt = beganAt + seq * intervalMs;
        const messageId = uuidv7({ msecs: sentAt });
        insert.run(id, seq, messageId, sender?.id, sender?.sessionId, text + text, sentAt);
      }
      count.run(messages, id);
      read.run(messages, messages, id);
    }
    // As a server that has long been running: its index is made.
    database.prepare("INSERT OR REPLACE INTO search_state VALUES (1, ?, '~')").run(termsVersion);
  })();
  database.pragma('wal_checkpoint(TRUNCATE)');
}
