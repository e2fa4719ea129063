import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import { GroupCommit } from '#server/db/group-commit.ts';
import { Statements } from '#server/db/handles.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { repositories } from '#server/db/repositories.ts';
import { termsVersion } from '#server/search/index-terms.ts';
import type { FindInput } from '#server/search/readable-messages.repository.ts';
import { parseQuery } from '#server/search/search-query.ts';
import { searchRepository } from '#server/search/search.repository.ts';
import { temporaryFolder } from '../../../support/test-server.ts';

const messageCount = 4_200;
/** From this message on, everything is said in the last conversation. */
const quietFrom = 1_500;
const everywhere = randomUUID() as string as UserId;
const inFirst = randomUUID() as string as UserId;
/** May read much, but nothing of what is new. */
const notInLast = randomUUID() as string as UserId;
/** The same, and takes part in many more, of which nothing is to be read. */
const everywhereOfMany = randomUUID() as string as UserId;
const notInLastOfMany = randomUUID() as string as UserId;
const quietPlaces = Array.from({ length: 60 }, (_, index) => index + 3);
const placesOf = new Map([
  [everywhere, [0, 1, 2]],
  [inFirst, [0]],
  [notInLast, [0, 1]],
  [everywhereOfMany, [0, 1, 2, ...quietPlaces]],
  [notInLastOfMany, [0, 1, ...quietPlaces]],
]);
const conversationIds = [0, 1, 2, ...quietPlaces].map(
  () => randomUUID() as string as ConversationId,
);

let folder: string;
let database: Sqlite.Database;
let sent: { id: MessageId; conversation: number; content: string }[];

beforeAll(() => {
  folder = temporaryFolder();
  database = openDatabase({ file: join(folder, 'test.db'), key: randomBytes(32) });
  migrate(database);
  fillPeople();
  sent = Array.from({ length: messageCount }, (_, index) => ({
    id: `${String(index).padStart(12, '0')}-${randomUUID()}` as MessageId,
    conversation: index < quietFrom ? index % 3 : 2,
    content: contentOf(index),
  }));
  const insert = database.prepare(
    `INSERT INTO message (conversation_id, seq, id, sender_id, session_id, content, message_type,
       created_at) VALUES (?, ?, ?, ?, '', ?, 'text', 0)`,
  );
  database.transaction(() => {
    for (const [index, { id, conversation, content }] of sent.entries()) {
      insert.run(conversationIds[conversation], index + 1, id, everywhere, content);
    }
  })();
  database.prepare('UPDATE conversation SET seq = 500').run();
  indexAll();
});

afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Beginnings of words that most messages have, that few have, and that only old ones have. */
function contentOf(index: number): string {
  const words = ['herbs', index % 2 === 0 ? 'harbour' : 'meadow'];
  if (index % 50 === 0) words.push('kelp');
  if (index < 300 || index > 4_000) words.push('oysters');
  if (index % 701 === 7) words.push('quince');
  // More words with one beginning than are named; those of the second are as rare as each of them.
  if (index % 5 === 1) words.push(`lot${String(index)}`);
  if (index % 25 === 2) words.push(`rarity${String(index)}`);
  return words.join(' ');
}

function fillPeople(): void {
  const person = database.prepare(
    `INSERT INTO user (id, username, display_name, display_name_key, password_hash, is_admin,
       created_at) VALUES (?, ?, '', '', '', 0, 0)`,
  );
  const takePart = database.prepare(
    `INSERT INTO participant (conversation_id, user_id, role, joined_at) VALUES (?, ?, 'member', 0)`,
  );
  for (const id of conversationIds) {
    database
      .prepare(
        `INSERT INTO conversation (id, type, created_at, last_message_at) VALUES (?, 'group', 0, 0)`,
      )
      .run(id);
  }
  for (const [userId, places] of placesOf) {
    person.run(userId, userId);
    for (const place of places) takePart.run(conversationIds[place], userId);
  }
}

function indexAll(): void {
  const writer = new GroupCommit(database, repositories);
  const write = (operation: string, input: unknown) => {
    const [outcome] = writer.run([{ repository: 'search', operation, input }]).outcomes;
    if (outcome?.ok !== true) throw new Error(JSON.stringify(outcome));
    return outcome.value;
  };
  write('prepareIndex', termsVersion);
  while (write('indexNext', 500) !== 0);
}

type Narrowing = Partial<Pick<FindInput, 'conversationId' | 'senderId'>>;

/** All pages, one after the other. */
function findAll(userId: UserId, typed: string, narrowing: Narrowing = {}): MessageId[] {
  const limit = 20;
  const all: MessageId[] = [];
  for (let before: MessageId | null = null; ;) {
    const page: MessageId[] = searchRepository.reads.find(new Statements(database), {
      userId,
      phrases: parseQuery(typed),
      conversationId: null,
      senderId: null,
      sentAfter: null,
      sentBefore: null,
      hasFile: false,
      ...narrowing,
      before,
      limit,
    });
    all.push(...page);
    before = page.at(-1) ?? null;
    if (page.length < limit) return all;
  }
}

it.each([
  'h',
  'he',
  'har',
  'kel',
  'o',
  'oyst',
  'q',
  'herbs',
  'har kel',
  'her o',
  'herbs har',
  'harbour kel',
  'kelp o',
  'quince h',
  'lot',
  'lot12',
  'herbs lot1',
  'ra',
  'rar',
  'rarity1',
  'harbour rar',
  'kelp rarity',
  'x',
  'xylophone',
  'herbs xylo',
])('finds every message once, newest first, that has words beginning with "%s"', (typed) => {
  const beginnings = typed.split(' ');
  const fitting = sent
    .filter(({ content }) => {
      const words = content.split(' ');
      return beginnings.every((beginning, index) =>
        index === beginnings.length - 1
          ? words.some((word) => word.startsWith(beginning))
          : words.includes(beginning),
      );
    })
    .reverse();
  for (const [userId, places] of placesOf) {
    const readable = fitting.filter(({ conversation }) => places.includes(conversation));
    const ids = readable.map(({ id }) => id);
    expect(findAll(userId, typed)).toEqual(ids);
    expect(findAll(userId, typed, { senderId: everywhere })).toEqual(ids);
    expect(findAll(userId, typed, { senderId: inFirst })).toEqual([]);
    const ofFirst = readable.filter(({ conversation }) => conversation === 0).map(({ id }) => id);
    expect(findAll(userId, typed, { conversationId: conversationIds[0]! })).toEqual(ofFirst);
  }
});
