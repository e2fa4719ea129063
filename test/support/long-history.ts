import { readFileSync } from 'node:fs';
import path from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { databaseFileName } from '#server/db/data-folder.ts';
import { keyFileName, readKey } from '#server/db/database-key.ts';
import { openDatabase } from '#server/db/open-database.ts';

export interface LongHistory {
  /** Of a server that keeps its key in a file; it may be running. */
  dataFolder: string;
  conversationId: string;
  /** They take turns. */
  senderIds: readonly string[];
  count: number;
  /** Milliseconds since 1970, of the first message and of the last. */
  from: number;
  until: number;
  /** Numbers of those that search is to find; the others are left out of its index. */
  searched?: readonly number[];
}

const sentence = 'the tide tables for the week are on the board beside the door';

/** Of one line or several, as in any conversation. */
export function longHistoryText(seq: number): string {
  const words = sentence.split(' ');
  const length = 3 + ((seq * 7) % (seq % 9 === 0 ? 90 : 14));
  const text = Array.from({ length }, (_, index) => words[(seq + index) % words.length]);
  return `Message ${String(seq)}: ${text.join(' ')}`;
}

/**
 * Writes a history into the database of a server, all read by all: to send it would take longer than
 * anybody waits. Nothing is put into the event log, so that it is as old as the log's beginning.
 */
export function writeLongHistory(history: LongHistory): void {
  const { dataFolder, conversationId, senderIds, count, from, until } = history;
  const keyFile = path.join(dataFolder, keyFileName);
  const key = readKey(readFileSync(keyFile, 'utf8'), keyFile);
  const database = openDatabase({ file: path.join(dataFolder, databaseFileName), key });
  try {
    const insert = database.prepare(
      `INSERT INTO message (conversation_id, seq, id, sender_id, session_id, content, message_type,
         created_at) VALUES (?, ?, ?, ?, ?, ?, 'text', ?)`,
    );
    database.transaction(() => {
      const session = uuidv7();
      for (let seq = 1; seq <= count; seq += 1) {
        const at = Math.round(from + ((until - from) * (seq - 1)) / Math.max(1, count - 1));
        // Search enters what comes after its place, by the ids.
        const id = history.searched?.includes(seq) === true ? uuidv7() : uuidv7({ msecs: at });
        const sender = senderIds[Math.floor(seq / 3) % senderIds.length];
        insert.run(conversationId, seq, id, sender, session, longHistoryText(seq), at);
      }
      const newest = `UPDATE conversation SET seq = ?, last_message_at = ? WHERE id = ?`;
      database.prepare(newest).run(count, Math.round(until), conversationId);
      // Behind these, but before those that were made just now.
      database
        .prepare('UPDATE search_state SET place = max(place, ?)')
        .run(uuidv7({ msecs: Math.round(until) + 1 }));
      // Nothing reaches whoever was not there.
      database
        .prepare(
          `UPDATE participant SET read_seq = ?, delivered_seq = ?, joined_at = ?
           WHERE conversation_id = ?`,
        )
        .run(count, count, Math.round(from), conversationId);
    })();
  } finally {
    database.close();
  }
}
