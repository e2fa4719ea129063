import { randomInt } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import type { Message } from '#protocol/messages.ts';
import { databaseFileIn, storedKey, withDatabase } from '../support/database-file.ts';
import { expectError } from '../support/error-answer.ts';
import { Dice } from '../support/fuzz/dice.ts';
import { newFriends } from '../support/people.ts';
import { personAt, say, startConversation } from '../support/rest.ts';
import type { RestAnswer, TestPerson } from '../support/rest.ts';
import {
  copyForTest,
  folderForTest,
  listeningServer,
  ServerProcess,
} from '../support/server-process.ts';
import type { ListeningLine } from '../support/server-process.ts';
import { recordFigures } from './support/figures.ts';
import { isLongForm } from './support/form.ts';

const pageBytes = 4_096;

interface Page {
  name: string;
  kind: string;
  tableName: string;
  number: number;
}

interface Original {
  folder: string;
  alice: TestPerson;
  conversation: Conversation;
  messages: Message[];
}

async function filledFolder(): Promise<Original> {
  const folder = folderForTest();
  const server = await listeningServer(folder);
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  for (let number = 0; number < 200; number += 1) {
    const length = number === 5 ? 4_900 : 300;
    await say(alice, conversation, `message ${String(number)} ${'x'.repeat(length)}`);
  }
  const { body: messages } = await alice.get<Message[]>(pathOf(conversation));
  await server.process.stop();
  return { folder, alice, conversation, messages };
}

function pathOf({ id }: Conversation): string {
  return `/messages/conversations/${id}/messages?mark_read=false&limit=100`;
}

/** A page of each kind of each tree; in the quick form not each tree. */
function pagesOf(folder: string): Page[] {
  const sql = `SELECT dbstat.name, pagetype AS kind, max(pageno) AS number,
      coalesce(tbl_name, dbstat.name) AS tableName
    FROM dbstat LEFT JOIN sqlite_schema ON sqlite_schema.name = dbstat.name
    GROUP BY dbstat.name, pagetype ORDER BY dbstat.name, pagetype`;
  const all = withDatabase(folder, storedKey(folder), (database) =>
    database.prepare(sql).all(),
  ) as Page[];
  if (isLongForm) return all;
  const always = ['sqlite_schema', 'message', 'event', 'meta', 'session'];
  return all.filter(({ name }, place) => always.includes(name) || place % 9 === 0);
}

function damage(folder: string, { number }: Page, dice: Dice): void {
  const file = databaseFileIn(folder);
  const bytes = readFileSync(file);
  // The first bytes of the file are the salt, without which there is no key at all.
  const at = (number - 1) * pageBytes + 16 + dice.below(pageBytes - 16);
  bytes[at] = (bytes[at] ?? 0) ^ (1 + dice.below(255));
  writeFileSync(file, bytes);
}

interface DamagedLine {
  event: string;
  tables: string[];
  pages: number[];
}

/** What the server says of the damage, by itself, once it has found it. */
async function toldDamage(server: ServerProcess): Promise<DamagedLine> {
  const found = () =>
    server.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as DamagedLine)
      .find(({ event, pages }) => event === 'damaged' && pages.length > 0);
  while (found() === undefined) await server.heard();
  return found() as DamagedLine;
}

/** What is answered is what was there, or that it is damaged. */
function expectTrue(answer: RestAnswer, messages: readonly Message[]): void {
  if (answer.status === 200) expect(answer.body).toEqual(messages);
  else expectError(answer, 500, 'DATABASE_DAMAGED');
}

it('finds a page with a changed byte, names it, and never answers from it', async () => {
  const original = await filledFolder();
  const seed = Number(process.env['FAULT_SEED'] ?? randomInt(2 ** 31));
  console.log(`FAULT_SEED=${String(seed)}`);
  const dice = new Dice(seed);
  const refusals = [];
  const pages = pagesOf(original.folder);
  for (const page of pages) {
    const folder = copyForTest(original.folder);
    damage(folder, page, dice);
    const server = ServerProcess.launch({ options: ['--json', '--port', '0', '--data', folder] });
    const first = await server.firstLine().catch(() => null);
    if (first === null) {
      const { code, stderr } = await server.ended;
      expect(code).toBe(1);
      // A first page that is no page of this key's is told from a wrong key by nobody.
      if (page.number !== 1) {
        const place = new RegExp(
          `table[^)]*\\b${page.tableName}\\b|pages? ${String(page.number)}\\b`,
        );
        expect(stderr).toMatch(place);
        expect(stderr).toContain('Restore a backup');
      } else expect(stderr).toContain('or its first page is damaged');
      refusals.push(page);
    } else {
      const { url } = JSON.parse(first) as ListeningLine;
      const alice = personAt(url, original.alice);
      expectTrue(await alice.get(pathOf(original.conversation)), original.messages);
      const told = await toldDamage(server);
      expect(told.pages).toContain(page.number);
      expect(told.tables).toContain(page.tableName);
      await server.stop();
    }
    rmSync(folder, { recursive: true, force: true });
  }
  expect(refusals.length).toBeGreaterThan(0);
  expect(refusals.length).toBeLessThan(pages.length);
  recordFigures('damaged-pages', {
    'kinds of pages in which a byte was changed': pages.length,
    'of these, the server refuses to start': refusals.length,
    'answers that were not true': 0,
  });
}, 1_800_000);
