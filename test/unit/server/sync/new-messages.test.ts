import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { UserId } from '#protocol/identifiers.ts';
import { Statements } from '#server/db/handles.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { syncRepository } from '#server/sync/sync.repository.ts';
import { temporaryFolder } from '../../../support/test-server.ts';

let folder: string;
let database: Sqlite.Database;

beforeEach(() => {
  folder = temporaryFolder();
  database = openDatabase({ file: join(folder, 'test.db'), key: randomBytes(32) });
  migrate(database);
  database.pragma('foreign_keys=OFF');
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const reader = 'reader' as UserId;
let place = 0;

/** A conversation that the reader joined at some place, of which the oldest messages may be gone. */
function addConversation(name: string, joinedPlace: number, firstSeq: number): void {
  database
    .prepare(
      `INSERT INTO conversation (id, type, seq, first_seq, created_at, last_message_at)
       VALUES (?, 'group', ?, ?, 0, 0)`,
    )
    .run(name, firstSeq - 1, firstSeq);
  database
    .prepare(
      `INSERT INTO participant (conversation_id, user_id, role, joined_at, joined_place)
       VALUES (?, 'reader', 'member', 0, ?)`,
    )
    .run(name, joinedPlace);
}

/** @param isOld written before messages had places: the log has a row for it */
function addMessage(conversation: string, isOld = false): void {
  place += 1;
  const seq = database
    .prepare('UPDATE conversation SET seq = seq + 1 WHERE id = ? RETURNING seq')
    .pluck()
    .get(conversation) as number;
  const id = `message-${String(place)}`;
  database
    .prepare(
      `INSERT INTO message (conversation_id, seq, id, sender_id, session_id, content, message_type,
         created_at, place) VALUES (?, ?, ?, 'sender', 'session', '', 'text', 0, ?)`,
    )
    .run(conversation, seq, id, isOld ? null : place);
  if (isOld) addToLog(conversation, 'new_message', id);
}

function addToLog(scope: string, type: string, messageId: string | null = null): void {
  database
    .prepare(
      `INSERT INTO event (scope_id, place, type, message_id, data, created_at)
       VALUES (?, ?, ?, ?, '{}', 0)`,
    )
    .run(scope, place, type, messageId);
}

function addChange(scope: string): void {
  place += 1;
  addToLog(scope, 'conversation_updated');
}

function pagesFrom(after: number, limit: number): { places: number[]; newMessages: number[] } {
  database.prepare("UPDATE meta SET value = ? WHERE name = 'cursor'").run(place);
  const statements = new Statements(database);
  const rows = [];
  let [next, hasMore] = [after, true];
  while (hasMore) {
    const page = syncRepository.reads.page(statements, { userId: reader, after: next, limit });
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...page.rows);
    ({ next, hasMore } = page);
  }
  const newMessages = rows.filter(({ type }) => type === 'new_message');
  return {
    places: rows.map(({ cursor }) => cursor),
    newMessages: newMessages.map(({ message_id }) => Number(message_id?.replace('message-', ''))),
  };
}

/** What a walk through everything finds. */
function expected(after: number): { places: number[]; newMessages: number[] } {
  const rows = database
    .prepare<[number], { place: number; type: string }>(
      `SELECT all_rows.place, all_rows.type FROM (
         SELECT conversation_id AS scope_id, place, 'new_message' AS type FROM message
         WHERE place IS NOT NULL UNION ALL SELECT scope_id, place, type FROM event) AS all_rows
       JOIN participant ON participant.conversation_id = all_rows.scope_id
         AND all_rows.place > participant.joined_place
       WHERE all_rows.place > ? ORDER BY all_rows.place`,
    )
    .all(after);
  return {
    places: rows.map((row) => row.place),
    newMessages: rows.filter(({ type }) => type === 'new_message').map((row) => row.place),
  };
}

it('finds every new message once and in the order of the log, from any place and in pages of any size', () => {
  place = 0;
  addConversation('first', 0, 1);
  addConversation('joined-later', 90, 1);
  addConversation('without-its-oldest', 0, 18);
  addConversation('quiet', 0, 1);
  const names = ['first', 'joined-later', 'without-its-oldest'];
  for (let turn = 0; turn < 160; turn += 1) {
    const name = names[(turn * 7 + (turn % 5)) % 3] ?? 'first';
    if (turn % 6 === 0) addChange(name);
    else addMessage(name, turn < 60);
  }
  for (let after = 0; after <= place; after += 5) {
    const everything = expected(after);
    for (const limit of [1, 3, 50, 500]) expect(pagesFrom(after, limit)).toEqual(everything);
  }
});

it('looks at few rows of a long history for what is new at its end', () => {
  place = 0;
  addConversation('long', 0, 1);
  database.transaction(() => {
    for (let count = 0; count < 5_000; count += 1) addMessage('long');
  })();
  const statements = new Statements(database);
  let looks = 0;
  const counting = new Proxy(statements, {
    get: (target, name) => {
      const method = Reflect.get(target, name) as (...all: unknown[]) => unknown;
      return (...all: unknown[]) => {
        looks += 1;
        return method.apply(target, all);
      };
    },
  });
  database.prepare("UPDATE meta SET value = ? WHERE name = 'cursor'").run(place);
  const input = { userId: reader, after: place - 3, limit: 500 };
  expect(syncRepository.reads.page(counting, input).rows).toHaveLength(3);
  expect(looks).toBeLessThan(20);
});
