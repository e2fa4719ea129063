import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import { databaseFileIn, withDatabase } from '../../support/database-file.ts';
import { decryptedPages } from '../../support/decrypted-pages.ts';
import { eventually } from '../../support/eventually.ts';
import { newFriends, openSockets } from '../../support/people.ts';
import { personAt, say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { found, indexed, search } from '../../support/search.ts';
import { findTextsInBytes } from '../../support/stored-bytes.ts';
import { startServer, startServerForTest } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

/** A message's id as it would have been made at that time. */
function idAt(timeMs: number): string {
  const digits = timeMs.toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Puts messages of earlier years in a stopped server's database, as a version without index. */
function writeHistory(server: TestServer, conversation: Conversation, sender: TestPerson): void {
  withDatabase(server.dataFolder, server.key, (database) => {
    const insert = database.prepare(
      `INSERT INTO message (conversation_id, seq, id, sender_id, session_id, content,
         message_type, created_at) VALUES (?, ?, ?, ?, ?, ?, 'text', ?)`,
    );
    [2021, 2022, 2023, 2024].forEach((year, index) => {
      const sentAt = Date.UTC(year, 5, 1);
      const content = `year ${String(year)}`;
      const id = idAt(sentAt);
      insert.run(conversation.id, index + 1, id, sender.id, randomUUID(), content, sentAt);
    });
    database.prepare('DELETE FROM search_state').run();
  });
}

it('is made of what was there before it, and finds by time what was sent over years', async () => {
  const server = await startServer();
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  await server.close();
  writeHistory(server, conversation, alice);
  const { dataFolder, key } = server;
  const restarted = await startServerForTest({ dataFolder, unlock: () => key });
  const reader = personAt(restarted.url, bob);
  const expectYears = async () => {
    const q = 'year';
    expect(await found(reader, q)).toHaveLength(4);
    const from2022 = '2022-06-01T00:00:00Z';
    expect(await found(reader, { q, sent_after: from2022 })).toHaveLength(3);
    expect(await found(reader, { q, sent_before: from2022 })).toEqual(['year 2021']);
    expect(
      await found(reader, {
        q,
        sent_after: '2022-01-01T00:00:00Z',
        sent_before: '2024-01-01T00:00:00Z',
      }),
    ).toEqual(['year 2023', 'year 2022']);
  };
  await expectYears();
  await indexed({ dataFolder, key });
  await expectYears();
});

it('never holds a message with a timer: it is found while it lives, and leaves nothing', async () => {
  const server = await startServerForTest();
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  const [socket] = await openSockets(server.url, bob);
  await say(alice, conversation, 'the plain herring');
  await say(alice, conversation, 'the secret mackerel', { self_destruct_timer: 5 });
  await say(alice, conversation, 'the plain sturgeon');
  await indexed(server);
  expect(await found(bob, 'mack')).toEqual(['the secret mackerel']);
  expect(await found(bob, 'the')).toEqual([
    'the plain sturgeon',
    'the secret mackerel',
    'the plain herring',
  ]);
  expect(
    withDatabase(server.dataFolder, server.key, (database) => {
      database.exec('CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, message_index, row)');
      return database.prepare("SELECT term FROM term WHERE term GLOB '[a-z]*'").pluck().all();
    }),
  ).toEqual(['herring', 'plain', 'sturgeon', 'the']);

  await socket.next('message_destroyed');
  expect(await found(bob, 'mackerel')).toEqual([]);
  expect((await search(bob, { from_user_id: alice.id })).body).toHaveLength(2);
  const file = databaseFileIn(server.dataFolder);
  await eventually(() => {
    expect(statSync(`${file}-wal`).size).toBe(0);
  });
  const pages = Buffer.concat(decryptedPages(file, server.key));
  expect(findTextsInBytes(pages, ['herring'])).not.toEqual([]);
  expect(findTextsInBytes(pages, ['mackerel'])).toEqual([]);
});
