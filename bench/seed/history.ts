import type Sqlite from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { termsVersion } from '#server/search/index-terms.ts';
import { drawText } from './vocabulary.ts';
import type { SeededConversation, World } from './world.ts';

const rowsPerTransaction = 100_000;
/** So many messages are remembered, all over the history. */
const rememberedCount = 20_000;
/** None so near the beginning of its conversation that there is no page of others around it. */
const rememberedFrom = 50;
/** Texts are drawn from so many that were made before. */
const textCount = 16_384;
const oneYearMs = 365 * 86_400_000;

export interface Remembered {
  /** Its place in the world. */
  conversation: number;
  id: string;
}

export interface HistoryOptions {
  /** How many messages each conversation has, in proportion; all the same by default. */
  weights?: readonly number[];
  text?: () => string;
}

/**
 * Fills the conversations with messages of the last year. The index over their ids is made at the end, as
 * SQLite makes it fastest. That of search is said to be made.
 * @returns some of the messages
 */
export function writeHistory(
  database: Sqlite.Database,
  world: World,
  messageCount: number,
  { weights, text = drawOneOf(textCount) }: HistoryOptions = {},
): Remembered[] {
  const lengths = lengthsOf(weights ?? world.conversations.map(() => 1), messageCount);
  const rememberedEvery = Math.max(1, Math.floor(messageCount / rememberedCount));
  const remembered: Remembered[] = [];
  const beganAt = Date.now() - oneYearMs;
  let written = 0;
  withoutIdIndex(database, () => {
    const insert = database.prepare(
      `INSERT INTO message (conversation_id, seq, id, sender_id, session_id, content, message_type,
         created_at) VALUES (?, ?, ?, ?, ?, ?, 'text', ?)`,
    );
    for (const [place, { id: conversationId, members }] of inTableOrder(world)) {
      const length = lengths[place] ?? 0;
      for (let seq = 1; seq <= length; seq += 1) {
        const sentAt = beganAt + Math.floor(((seq - Math.random()) / length) * oneYearMs);
        const id = uuidv7({ msecs: sentAt });
        const sender = world.people[members[Math.floor(Math.random() * members.length)] ?? 0];
        insert.run(conversationId, seq, id, sender?.id, sender?.sessionId, text(), sentAt);
        written += 1;
        if (written % rememberedEvery === 0 && seq >= rememberedFrom)
          remembered.push({ conversation: place, id });
        if (written % rowsPerTransaction === 0) database.exec('COMMIT; BEGIN');
      }
    }
  });
  noteLengths(database, world, lengths);
  // As a server that has long been running: its index is made.
  database.prepare("INSERT OR REPLACE INTO search_state VALUES (1, ?, '~')").run(termsVersion);
  return remembered;
}

/** Rows then go to the table's end, where they fill its pages. */
function inTableOrder(world: World): [number, SeededConversation][] {
  return [...world.conversations.entries()].sort(([, one], [, other]) =>
    one.id < other.id ? -1 : 1,
  );
}

function withoutIdIndex(database: Sqlite.Database, write: () => void): void {
  const index = database
    .prepare<[], string>("SELECT sql FROM sqlite_schema WHERE name = 'message_id'")
    .pluck()
    .get();
  if (index === undefined) throw new Error('the index over messages has another name by now');
  // What is sorted would fill the memory.
  database.pragma('temp_store=FILE');
  database.exec('DROP INDEX message_id; BEGIN');
  write();
  database.exec(`COMMIT; ${index}`);
}

/** Everybody has read everything. */
function noteLengths(database: Sqlite.Database, world: World, lengths: readonly number[]): void {
  const length = database.prepare('UPDATE conversation SET seq = ? WHERE id = ?');
  const read = database.prepare(
    'UPDATE participant SET read_seq = ?, delivered_seq = ? WHERE conversation_id = ?',
  );
  database.transaction(() => {
    for (const [place, { id }] of world.conversations.entries()) {
      length.run(lengths[place], id);
      read.run(lengths[place], lengths[place], id);
    }
  })();
}

function lengthsOf(weights: readonly number[], messageCount: number): number[] {
  const sum = weights.reduce((all, each) => all + each, 0);
  return weights.map((weight) => Math.round((weight / sum) * messageCount));
}

function drawOneOf(count: number): () => string {
  const texts = Array.from({ length: count }, drawText);
  return () => texts[Math.floor(Math.random() * count)] ?? '';
}
