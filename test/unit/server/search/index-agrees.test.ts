import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import { GroupCommit } from '#server/db/group-commit.ts';
import { Statements } from '#server/db/handles.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { repositories } from '#server/db/repositories.ts';
import { indexQuery, termsVersion } from '#server/search/index-terms.ts';
import { findPhrases, parseQuery } from '#server/search/search-query.ts';
import { searchRepository } from '#server/search/search.repository.ts';
import { tokenize } from '#server/search/text-tokens.ts';
import { temporaryFolder } from '../../../support/test-server.ts';

let folder: string;
let database: Sqlite.Database;
let writer: GroupCommit;
const conversationId = randomUUID() as string as ConversationId;
const senderId = randomUUID() as string as UserId;

beforeEach(() => {
  folder = temporaryFolder();
  database = openDatabase({ file: join(folder, 'test.db'), key: randomBytes(32) });
  migrate(database);
  writer = new GroupCommit(database, repositories);
  write('prepareIndex', termsVersion);
  const insertUser = `INSERT INTO user (id, username, display_name, display_name_key, password_hash,
    is_admin, created_at) VALUES (?, 'a', 'A', 'a', 'x', 0, 0)`;
  database.prepare(insertUser).run(senderId);
  database
    .prepare(
      `INSERT INTO conversation (id, type, created_at, last_message_at) VALUES (?, 'group', 0, 0)`,
    )
    .run(conversationId);
  database
    .prepare(
      `INSERT INTO participant (conversation_id, user_id, role, joined_at) VALUES (?, ?, 'member', 0)`,
    )
    .run(conversationId, senderId);
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(operation: string, input: unknown): unknown {
  const [outcome] = writer.run([{ repository: 'search', operation, input }]).outcomes;
  if (outcome?.ok !== true) throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

let seq = 0;
function add(content: string): string {
  seq += 1;
  // In the order in which they are added, as real ids are.
  const id = `${String(seq).padStart(12, '0')}-${randomUUID()}`;
  database
    .prepare(
      `INSERT INTO message (conversation_id, seq, id, sender_id, session_id, content, message_type,
         created_at) VALUES (?, ?, ?, ?, '', ?, 'text', 0)`,
    )
    .run(conversationId, seq, id, senderId, content);
  return id;
}

function change(id: string, content: string): void {
  database.prepare('UPDATE message SET content = ? WHERE id = ?').run(content, id);
}

function indexAll(): void {
  while (write('indexNext', 10) !== 0);
}

function lookUp(typed: string): string[] {
  const query = indexQuery({
    phrases: parseQuery(typed),
    conversationIds: [conversationId],
    senderId,
    hasFile: false,
  });
  return database
    .prepare(
      `SELECT message_id FROM message_index JOIN search_document ON id = message_index.rowid
       WHERE message_index MATCH ? ORDER BY message_index.rowid`,
    )
    .pluck()
    .all(query) as string[];
}

/** As somebody finds it, all on one page. */
function find(typed: string): string[] {
  const limit = Number.MAX_SAFE_INTEGER;
  const phrases = parseQuery(typed);
  const anyTime = { sentAfter: null, sentBefore: null, before: null };
  const narrowing = { conversationId: null, senderId: null, hasFile: false, ...anyTime };
  const input = { userId: senderId, phrases, ...narrowing, limit };
  return searchRepository.reads.find(new Statements(database), input).reverse();
}

/** Words from few letters of many scripts, so that they meet. */
const word = fc.string({
  unit: fc.constantFrom(...Array.from('abAÁßıİσς-"*_ 1١がｶﾞー東京한กา👍🏽\u0301\u200d\u3099ـى')),
  minLength: 1,
  maxLength: 6,
});
const texts = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));

it('finds the same by the index as in the texts, whatever they and the query hold', () => {
  fc.assert(
    fc.property(
      fc.array(texts, { minLength: 1, maxLength: 20 }),
      fc.array(texts),
      (said, asked) => {
        const contents = new Map(said.map((content) => [add(content), content]));
        const changed = [...contents.keys()].filter((_, index) => index % 3 === 0);
        indexAll();
        for (const [index, id] of changed.entries()) {
          contents.set(id, asked[index] ?? '');
          change(id, asked[index] ?? '');
        }
        for (const typed of [...asked, ...said]) {
          const phrases = parseQuery(typed);
          if (phrases.length === 0) continue;
          const fitting = [...contents]
            .filter(([, content]) => findPhrases(tokenize(content), phrases) !== null)
            .map(([id]) => id);
          for (const answered of [lookUp(typed), find(typed)]) {
            expect(answered.filter((id) => contents.has(id))).toEqual(fitting);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('keeps nothing of a text that was changed or taken away', () => {
  const ids = ['first elephant', 'second giraffe', 'third hippopotamus'].map(add);
  indexAll();
  change(ids[0]!, 'first walrus');
  change(ids[1]!, '');
  const terms = () => {
    database.exec('CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, message_index, row)');
    return database.prepare("SELECT term FROM term WHERE term GLOB '[a-z]*'").pluck().all();
  };
  expect(terms()).toEqual(['first', 'hippopotamus', 'third', 'walrus']);
  expect(lookUp('walrus')).toEqual([ids[0]]);
  expect(database.prepare('SELECT message_id FROM search_document').pluck().all()).toEqual([
    ids[0],
    ids[2],
  ]);
  const blocks = database.prepare('SELECT block FROM message_index_data').pluck().all() as Buffer[];
  const stored = Buffer.concat(blocks).toString('latin1');
  expect(stored).toContain('opotamus');
  expect(stored).not.toMatch(/lephant|iraffe/);
  expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
});

it('is made anew when terms are made in another way', () => {
  const id = add('elephant');
  indexAll();
  write('prepareIndex', 'another');
  expect(lookUp('elephant')).toEqual([]);
  indexAll();
  expect(lookUp('elephant')).toEqual([id]);
  write('prepareIndex', 'another');
  expect(lookUp('elephant')).toEqual([id]);
});
