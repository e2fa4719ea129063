import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { storedKey, withDatabase } from '../support/database-file.ts';
import { eventually } from '../support/eventually.ts';
import { newFriends } from '../support/people.ts';
import { personAt, startConversation } from '../support/rest.ts';
import type { TestPerson } from '../support/rest.ts';
import { indexed, search } from '../support/search.ts';
import { folderForTest, listeningServer } from '../support/server-process.ts';

const messages = 8_000;
const kills = 4;

interface IndexState {
  place: string;
  /** Messages up to the place, and those that the index knows. */
  passed: number;
  entered: number;
}

function indexState(folder: string): IndexState {
  return withDatabase(folder, storedKey(folder), (database) => {
    const select = `SELECT (SELECT place FROM search_state) AS place,
      (SELECT count(*) FROM message WHERE id <= (SELECT place FROM search_state)) AS passed,
      (SELECT count(*) FROM search_document) AS entered`;
    return database.prepare(select).get() as IndexState;
  });
}

/** History as a version without the index has left it: nothing of it has been entered. */
function writeHistory(folder: string, conversationId: string, sender: TestPerson): void {
  withDatabase(folder, storedKey(folder), (database) => {
    const insert = database.prepare(
      `INSERT INTO message (conversation_id, seq, id, sender_id, session_id, content, message_type,
         created_at) VALUES (?, ?, ?, ?, '', ?, 'text', ?)`,
    );
    const begin = Date.UTC(2025, 0, 1);
    database.transaction(() => {
      for (let seq = 1; seq <= messages; seq += 1) {
        const sentAt = begin + seq * 1_000;
        const digits = sentAt.toString(16).padStart(12, '0');
        const id = `${digits.slice(0, 8)}-${digits.slice(8)}-7${randomUUID().slice(15)}`;
        const rest = `number${String(seq)} ${randomUUID().replaceAll('-', ' ')}`;
        insert.run(conversationId, seq, id, sender.id, `grain ${rest}`, sentAt);
      }
      database.prepare('UPDATE conversation SET seq = ?').run(messages);
      database.prepare('DELETE FROM search_state').run();
    })();
  });
}

it('goes on with the index where it was killed, and enters each message once', async () => {
  const folder = folderForTest();
  const first = await listeningServer(folder);
  const [alice, bob] = await newFriends(first.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  await first.process.stop();
  writeHistory(folder, conversation.id, alice);

  let last: IndexState = { place: '', passed: 0, entered: 0 };
  for (let kill = 1; kill <= kills; kill += 1) {
    const { process: running } = await listeningServer(folder);
    await eventually(
      () => {
        expect(indexState(folder).passed).toBeGreaterThan(last.passed);
      },
      { intervalMs: 5 },
    );
    await running.stop('SIGKILL');
    const now = indexState(folder);
    expect(now.entered).toBe(now.passed);
    expect(now.place > last.place).toBe(true);
    last = now;
  }
  // Otherwise it was killed too late to mean anything.
  expect(last.passed).toBeLessThan(messages);

  const { url, process: running } = await listeningServer(folder);
  await indexed({ dataFolder: folder, key: storedKey(folder) });
  expect(indexState(folder)).toMatchObject({ passed: messages, entered: messages });
  const reader = personAt(url, bob);
  for (const number of [1, Math.floor(last.passed), last.passed + 1, messages]) {
    const { body } = await search(reader, { q: `"number${String(number)}"` });
    expect(body.map(({ message }) => message.seq)).toEqual([number]);
  }
  const seen = new Set<number>();
  for (let before: string | undefined; ;) {
    const page = await search(reader, { q: 'grain', limit: 50, ...(before && { before }) });
    for (const { message } of page.body) seen.add(message.seq);
    before = page.body.at(-1)?.message.id;
    if (page.body.length < 50 || seen.size > 500) break;
  }
  expect(seen.size).toBeGreaterThan(500);
  await running.stop();
  withDatabase(folder, storedKey(folder), (database) => {
    expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });
}, 300_000);
