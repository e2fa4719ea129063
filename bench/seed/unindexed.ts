import { v7 as uuidv7 } from 'uuid';
import { flushFile } from '#server/db/durable-files.ts';
import { openForWriting } from '#server/db/open-database.ts';
import type { KeptWorld } from './kept-world.ts';
import { drawText } from './vocabulary.ts';
import { databaseKeyOf } from './world.ts';

/** The indexer finds nothing to do, whatever is sent. */
export function stopIndexing({ folder }: Pick<KeptWorld<null>, 'folder'>): void {
  const database = openForWriting(databaseKeyOf(folder));
  database.prepare("UPDATE search_state SET place = '~'").run();
  database.close();
}

/** What is not in the index stays out: there is nothing left to do. */
export function skipUnindexed({ folder }: Pick<KeptWorld<null>, 'folder'>): void {
  const database = openForWriting(databaseKeyOf(folder));
  database.prepare('UPDATE search_state SET place = (SELECT max(id) FROM message)').run();
  database.close();
}

/** The indexer has so many new messages before it that it is at work for a while. */
export function leaveUnindexed({ folder, world }: KeptWorld<null>, count: number): void {
  skipUnindexed({ folder });
  const database = openForWriting(databaseKeyOf(folder));
  database.pragma('synchronous=OFF');
  const insert = database.prepare(
    `INSERT INTO message (conversation_id, seq, id, sender_id, session_id, content, message_type,
       created_at) VALUES (?, ?, ?, ?, ?, ?, 'text', ?)`,
  );
  const lengthen = database
    .prepare<[string], number>('UPDATE conversation SET seq = seq + 1 WHERE id = ? RETURNING seq')
    .pluck();
  database.transaction(() => {
    for (let written = 0; written < count; written += 1) {
      const conversation = world.conversations[placeOf(written)];
      const sender = world.people[conversation?.members[0] ?? 0];
      const id = conversation?.id ?? '';
      const seq = lengthen.get(id);
      insert.run(id, seq, uuidv7(), sender?.id, sender?.sessionId, drawText(), Date.now());
    }
  })();
  database.close();
  // Or the server that is measured would wait for what was written here to come to the disk.
  flushFile(databaseKeyOf(folder).file);
}

/** As in the history: a fifth in the two rooms, two fifths in the hundred teams, as many in talks of two. */
function placeOf(written: number): number {
  const turn = Math.floor(written / 5);
  const inKind = written % 5;
  if (inKind === 0) return turn % 2;
  return inKind < 3 ? 2 + (turn % 100) : 102 + (turn % 2_000);
}
