/**
 * What search costs: entering 100,000 messages, what a sender feels of it, and how long answers
 * take. `npx tsx bench/search.ts`
 */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type Sqlite from 'better-sqlite3';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { ConversationId, SessionId, UserId } from '#protocol/identifiers.ts';
import { messageDraft } from '#protocol/messages.ts';
import { Database } from '#server/db/database.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase, openForWriting } from '#server/db/open-database.ts';
import { messagesRepository } from '#server/messages/messages.repository.ts';
import { parseQuery } from '#server/search/search-query.ts';
import { SearchIndexer } from '#server/search/search-indexer.ts';
import { searchRepository } from '#server/search/search.repository.ts';

const messageCount = 100_000;
const conversationCount = 200;
/** One person is in all of them, another in few. */
const conversationsOfFew = 5;
const askedEach = 300;
const sendCount = 2_000;

const busy = randomUUID() as string as UserId;
const quiet = randomUUID() as string as UserId;
const conversationIds = Array.from(
  { length: conversationCount },
  () => randomUUID() as string as ConversationId,
);

/** A few words make up most of what is said, as in any language. */
const vocabulary = Array.from({ length: 20_000 }, () => randomInt(36 ** 5).toString(36));
function pickWord(): string {
  return vocabulary[Math.floor(vocabulary.length ** Math.random()) - 1] ?? 'word';
}

function text(): string {
  return Array.from({ length: 4 + randomInt(16) }, pickWord).join(' ');
}

function seed(database: Sqlite.Database): void {
  const person = database.prepare(
    `INSERT INTO user (id, username, display_name, display_name_key, password_hash, is_admin,
       created_at) VALUES (?, ?, '', '', '', 0, 0)`,
  );
  person.run(busy, 'busy');
  person.run(quiet, 'quiet');
  const takePart = database.prepare(
    `INSERT INTO participant (conversation_id, user_id, role, joined_at)
     VALUES (?, ?, 'member', 0)`,
  );
  const perConversation = messageCount / conversationCount;
  conversationIds.forEach((id, index) => {
    database
      .prepare(
        `INSERT INTO conversation (id, type, seq, created_at, last_message_at)
         VALUES (?, 'group', ?, 0, 0)`,
      )
      .run(id, perConversation);
    takePart.run(id, busy);
    if (index < conversationsOfFew) takePart.run(id, quiet);
  });
  const message = database.prepare(
    `INSERT INTO message (conversation_id, seq, id, sender_id, session_id, content, message_type,
       created_at) VALUES (?, ?, ?, ?, '', ?, 'text', ?)`,
  );
  const begin = Date.now() - messageCount * 60_000;
  for (let index = 0; index < messageCount; index += 1) {
    const sentAt = begin + index * 60_000;
    const conversationId = conversationIds[index % conversationCount] ?? '';
    const seq = Math.floor(index / conversationCount) + 1;
    message.run(conversationId, seq, uuidv7({ msecs: sentAt }), busy, text(), sentAt);
  }
}

function describe(times: number[]): string {
  const sorted = times.sort((one, other) => one - other);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(0.9999)} ms`;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function repositoriesOf(database: Database) {
  return {
    messages: database.repository(messagesRepository),
    search: database.repository(searchRepository, { writesInPauses: true }),
  };
}
type Repositories = ReturnType<typeof repositoriesOf>;

/** One after the other, as a person sends. */
async function sendMany({ messages }: Repositories, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    const conversationId = conversationIds[sent % conversationCount] ?? conversationIds[0];
    if (conversationId === undefined) break;
    const draft = messageDraft.parse({ content: text() });
    const sessionId = '' as SessionId;
    times.push(
      await timed(() => messages.send({ conversationId, senderId: busy, sessionId, draft })),
    );
  }
  return times;
}

/** As the server does it: in the background, with rests. */
async function enterAll({ search }: Repositories): Promise<void> {
  const indexer = new SearchIndexer({ repository: search, logger: pino({ level: 'warn' }) });
  await indexer.start();
  const look = openDatabase({ file, key, readonly: true });
  const behind = look
    .prepare('SELECT EXISTS (SELECT 1 FROM message WHERE id > (SELECT place FROM search_state))')
    .pluck();
  while (behind.get() === 1) {
    await delay(50);
    indexer.wake();
  }
  look.close();
  await indexer.stop();
}

async function ask(all: Repositories, userId: UserId, queries: Record<string, () => string>) {
  const everything = { conversationId: null, senderId: null, sentAfter: null, sentBefore: null };
  for (const [name, query] of Object.entries(queries)) {
    const times: number[] = [];
    for (let asked = 0; asked < askedEach; asked += 1) {
      const phrases = parseQuery(query());
      const input = { ...everything, userId, phrases, hasFile: false, before: null, limit: 20 };
      times.push(await timed(() => all.search.find(input)));
    }
    console.log(`  ${name}: ${describe(times)}`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'future-talk-bench-'));
const file = join(folder, 'bench.db');
const key = randomBytes(32);
const writer = openForWriting({ file, key });
migrate(writer);
writer.transaction(() => {
  seed(writer);
})();
writer.close();
const bytesBefore = statSync(file).size;
const database = await Database.open({ file, key });
const all = repositoriesOf(database);

const alone = await sendMany(all, sendCount);
console.log(`sends with nothing to enter: ${describe(alone)}`);
const entering = timed(() => enterAll(all));
const beside = await sendMany(all, sendCount);
console.log(`sends while ${String(messageCount)} are entered: ${describe(beside)}`);
console.log(`all were entered after ${((await entering) / 1_000).toFixed(1)} s, sends among them`);
await database.checkpoint();
const grownBytes = statSync(file).size - bytesBefore;
console.log(`the file grew from ${mebibytes(bytesBefore)} by ${mebibytes(grownBytes)}`);

function mebibytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`;
}

const queries = {
  'the most frequent word': () => vocabulary[0] ?? '',
  'any word as they occur': pickWord,
  'two words': () => `${pickWord()} ${pickWord()}`,
  'the first letter': () => pickWord().slice(0, 1),
  'a phrase': () => `"${vocabulary[0] ?? ''} ${vocabulary[1] ?? ''}"`,
  'a word that is nowhere': () => 'nowhereatall',
};
console.log(`somebody in ${String(conversationCount)} conversations:`);
await ask(all, busy, queries);
console.log(`somebody in ${String(conversationsOfFew)} of them:`);
await ask(all, quiet, queries);
await database.close();
rmSync(folder, { recursive: true, force: true });
