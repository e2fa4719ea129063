import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GroupCommit } from '#server/db/group-commit.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { repositories } from '#server/db/repositories.ts';
import type { BatchAnswer } from '#server/db/thread-messages.ts';
import { countOccurrences, decryptedPages } from '../support/decrypted-pages.ts';
import { temporaryFolder } from '../support/test-server.ts';

// Emptied rows left their text in the free space of pages that SQLite had split, in spite of
// `secure_delete`: about six messages in a thousand. The writer's own code on a real file, with a
// clock of ours, and thousands of messages in tables that grow and split while some of them go.

const key = randomBytes(32);
const startedAt = Date.UTC(2026, 0, 1);
const minuteMs = 60_000;
let folder: string;
let file: string;
let database: Sqlite.Database;
let writer: GroupCommit;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: startedAt });
  folder = temporaryFolder();
  file = join(folder, 'stress.db');
  database = openDatabase({ file, key });
  migrate(database);
  writer = new GroupCommit(database, repositories);
});

afterEach(() => {
  vi.useRealTimers();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Said {
  word: string;
  conversationId: string;
  timerSeconds: number | null;
}

/** Two people who are friends, and conversations between them. */
function conversations(count: number): { userId: string; ids: string[] } {
  const userId = randomUUID();
  const addUser = database.prepare(
    `INSERT INTO user (id, username, display_name, display_name_key, password_hash, is_admin,
       created_at) VALUES (?, ?, 'A', 'a', 'x', 0, 0)`,
  );
  addUser.run(userId, 'alice');
  const ids = Array.from({ length: count }, () => randomUUID() as string);
  for (const id of ids) {
    database
      .prepare(
        `INSERT INTO conversation (id, type, created_at, last_message_at) VALUES (?, 'group', 0, 0)`,
      )
      .run(id);
    database
      .prepare(
        `INSERT INTO participant (conversation_id, user_id, role, joined_at)
         VALUES (?, ?, 'admin', 0)`,
      )
      .run(id, userId);
  }
  return { userId, ids };
}

function run(operations: { operation: string; input: unknown }[]): BatchAnswer {
  const answer = writer.run(operations.map((each) => ({ repository: 'messages', ...each })));
  const failed = answer.outcomes.find((outcome) => !outcome.ok);
  if (failed !== undefined) throw new Error(JSON.stringify(failed));
  return answer;
}

/** Messages of very different lengths; the share that is to be destroyed has one of two timers. */
function sayMany(count: number, among: { userId: string; ids: string[] }): Said[] {
  const said: Said[] = [];
  while (said.length < count) {
    const batch = Array.from({ length: 40 }, (): Said => {
      const timer = [null, 60, 300][randomInt(3)] ?? null;
      const conversationId = among.ids[randomInt(among.ids.length)]!;
      return { word: randomBytes(10).toString('hex'), conversationId, timerSeconds: timer };
    });
    run(batch.map((each) => ({ operation: 'send', input: sendInput(each, among.userId) })));
    said.push(...batch);
  }
  return said;
}

function sendInput({ word, conversationId, timerSeconds }: Said, senderId: string) {
  const content = `${word} ${'x'.repeat(randomInt(1 + randomInt(3_000)))}`;
  const draft = {
    content,
    message_type: 'text',
    self_destruct_timer: timerSeconds,
    attachments: [],
  };
  return { conversationId, senderId, sessionId: randomUUID(), draft };
}

function destroyAllDue(): number {
  let total = 0;
  for (;;) {
    const [outcome] = run([{ operation: 'destroyDue', input: 500 }]).outcomes;
    const destroyed = outcome?.ok === true ? (outcome.value as number) : 0;
    total += destroyed;
    if (destroyed < 500) break;
  }
  expect(database.pragma('wal_checkpoint(TRUNCATE)')).toEqual([
    { busy: 0, log: 0, checkpointed: 0 },
  ]);
  expect(statSync(`${file}-wal`).size).toBe(0);
  return total;
}

function keysOf(timerSeconds: number): Buffer[] {
  return database
    .prepare(
      `SELECT text_key.key FROM message JOIN text_key ON text_key.id = message.text_key_id
       WHERE message.self_destruct_at - message.created_at = ?`,
    )
    .pluck()
    .all(timerSeconds * 1000) as Buffer[];
}

it('leaves neither texts nor their keys anywhere in the file, however its pages were split', () => {
  const among = conversations(6);
  const said = sayMany(3_000, among);
  const soon = said.filter((each) => each.timerSeconds === 60);
  const later = said.filter((each) => each.timerSeconds === 300);
  const keysOfSoon = keysOf(60);
  expect(keysOfSoon).toHaveLength(soon.length);

  // More is said while some of it goes, so that pages that held it are split and filled again.
  vi.setSystemTime(startedAt + minuteMs);
  expect(destroyAllDue()).toBe(soon.length);
  sayMany(1_000, among);
  database.pragma('wal_checkpoint(TRUNCATE)');

  const pages = Buffer.concat(decryptedPages(file, key));
  const times = (sought: (string | Buffer)[]) => new Set(countOccurrences(pages, sought));
  const words = (of: Said[]) => of.map(({ word }) => word);
  expect(times(words(soon))).toEqual(new Set([0]));
  expect(times(keysOfSoon)).toEqual(new Set([0]));

  // A key that still counts is there once: no copy of it could be left behind.
  const keysOfLater = keysOf(300);
  expect(keysOfLater.length).toBeGreaterThan(later.length);
  expect(times(keysOfLater)).toEqual(new Set([1]));
  expect(times(words(later))).toEqual(new Set([0]));
  const staying = said.filter((each) => each.timerSeconds === null);
  expect(times(words(staying))).not.toContain(0);
});

it('destroys in the order in which the times come, and tells of each once', () => {
  const among = conversations(1);
  const [conversationId = ''] = among.ids;
  const timers = [300, 60, 300, 60, null];
  const ids = timers.map((timerSeconds) => {
    const input = sendInput({ word: 'w', conversationId, timerSeconds }, among.userId);
    const [outcome] = run([{ operation: 'send', input }]).outcomes;
    vi.advanceTimersByTime(5);
    return (outcome as { value: { message: { id: string } } }).value.message.id;
  });
  vi.setSystemTime(startedAt + 10 * minuteMs);
  const { events } = run([{ operation: 'destroyDue', input: 500 }]);
  expect(events.map(({ event }) => event)).toMatchObject(
    [ids[1], ids[3], ids[0], ids[2]].map((id) => ({ type: 'message_destroyed', message_id: id })),
  );
  expect(run([{ operation: 'destroyDue', input: 500 }]).events).toEqual([]);
});
