import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import { GroupCommit } from '#server/db/group-commit.ts';
import type { WriteHandle } from '#server/db/handles.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { defineRepository } from '#server/db/repository.ts';
import { temporaryFolder } from '../../../support/test-server.ts';

function note(handle: WriteHandle, name: string): string {
  handle.run('INSERT INTO meta (name, value) VALUES (?, 1)', [name]);
  const userId = name as UserId;
  handle.emit({ user_id: userId }, { type: 'friend_removed', user_id: userId });
  return `noted ${name}`;
}

const notes = defineRepository({
  name: 'notes',
  reads: {},
  writes: {
    note,
    noteAndFail(handle, name: string) {
      note(handle, name);
      throw new AppError('FORBIDDEN', { detail: 'not this one' });
    },
    noteAndBreak(handle, name: string) {
      note(handle, name);
      throw new TypeError('a programming mistake');
    },
    /** A constraint that is looked at only when the transaction commits. */
    breakCommit(handle, name: string) {
      note(handle, name);
      handle.run('PRAGMA defer_foreign_keys=ON');
      handle.run(
        `INSERT INTO block (blocker_id, blocked_id, created_at) VALUES ('nobody', 'no one', 0)`,
      );
    },
    endTransaction(handle, name: string) {
      note(handle, name);
      handle.run('ROLLBACK');
    },
    /** As SQLite does by itself when the disk is full. */
    endTransactionAndFail(handle, name: string) {
      note(handle, name);
      handle.run('ROLLBACK');
      throw new AppError('NOT_READY');
    },
    announceMessage(handle, text: string) {
      const conversation_id = 'c' as ConversationId;
      const message = { id: 'm', content: text } as never;
      handle.emit({ conversation_id }, { type: 'new_message', conversation_id, message });
    },
  },
});

const key = randomBytes(32);
let folder: string;
let database: Sqlite.Database;
let writer: GroupCommit;

beforeEach(() => {
  folder = temporaryFolder();
  open();
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(): void {
  database = openDatabase({ file: join(folder, 'test.db'), key });
  migrate(database);
  writer = new GroupCommit(database, [notes]);
}

function run(...calls: [operation: string, input: string][]) {
  return writer.run(calls.map(([operation, input]) => ({ repository: 'notes', operation, input })));
}

function noted(): string[] {
  return database
    .prepare(`SELECT name FROM meta WHERE name LIKE 'note%' ORDER BY name`)
    .pluck()
    .all() as string[];
}

function logged(): number[] {
  return database.prepare('SELECT place FROM event ORDER BY place').pluck().all() as number[];
}

it('answers each operation with its value and its events with their places', () => {
  const { outcomes, events } = run(['note', 'note1'], ['note', 'note2']);
  expect(outcomes).toEqual([
    { ok: true, value: 'noted note1' },
    { ok: true, value: 'noted note2' },
  ]);
  expect(events.map(({ event }) => event.cursor)).toEqual(['1', '2']);
  expect(events[0]).toMatchObject({
    scope: { user_id: 'note1' },
    event: { type: 'friend_removed', user_id: 'note1' },
  });
  expect([noted(), logged()]).toEqual([
    ['note1', 'note2'],
    [1, 2],
  ]);
});

it.each([
  ['noteAndFail', { ok: false, code: 'FORBIDDEN', detail: 'not this one' }],
  ['noteAndBreak', { ok: false, code: null, detail: 'a programming mistake' }],
  ['unheardOf', { ok: false, code: null, detail: 'no write notes.unheardOf' }],
])('lets %s fail alone: nothing of it stays, all of the others does', (operation, failure) => {
  const { outcomes, events } = run(['note', 'note1'], [operation, 'note2'], ['note', 'note3']);
  expect(outcomes).toMatchObject([{ ok: true }, failure, { ok: true }]);
  expect(noted()).toEqual(['note1', 'note3']);
  expect(events.map(({ scope }) => scope)).toEqual([{ user_id: 'note1' }, { user_id: 'note3' }]);
  expect(events.map(({ event }) => Number(event.cursor))).toEqual(logged());
});

it('gives later events higher places, whatever failed between, and over restarts', () => {
  const cursors: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const { events } = run(
      ['note', `note${String(round)}a`],
      ['noteAndFail', 'x'],
      ['note', `note${String(round)}b`],
    );
    cursors.push(...events.map(({ event }) => Number(event.cursor)));
    run(['breakCommit', 'y']);
    if (round % 2 === 1) {
      database.close();
      open();
    }
  }
  expect(cursors).toHaveLength(8);
  expect(cursors).toEqual([...new Set(cursors)].sort((one, other) => one - other));
  expect(cursors).toEqual(logged());
});

it.each(['breakCommit', 'endTransaction'])('fails every call of a batch after %s', (operation) => {
  const { outcomes, events } = run(['note', 'note1'], [operation, 'note2'], ['note', 'note3']);
  expect(outcomes.map(({ ok }) => ok)).toEqual([false, false, false]);
  expect([events, noted(), logged()]).toEqual([[], [], []]);
  expect(database.inTransaction).toBe(false);

  const next = run(['note', 'note4']);
  expect(next.outcomes).toEqual([{ ok: true, value: 'noted note4' }]);
  expect(next.events.map(({ event }) => event.cursor)).toEqual(['1']);
  expect(noted()).toEqual(['note4']);
});

it('tells every caller of a batch why the whole of it failed', () => {
  const { outcomes } = run(['note', 'note1'], ['endTransactionAndFail', 'note2']);
  expect(outcomes).toMatchObject([
    { ok: false, code: 'NOT_READY' },
    { ok: false, code: 'NOT_READY' },
  ]);
});

it('keeps the text of a message out of the log, and in the event', () => {
  const { events } = run(['announceMessage', 'not for the log']);
  expect(events[0]?.event).toMatchObject({ message: { content: 'not for the log' } });
  const [row] = database.prepare('SELECT message_id, data FROM event').all();
  expect(row).toMatchObject({ message_id: 'm' });
  expect(JSON.stringify(row)).not.toContain('not for the log');
});
