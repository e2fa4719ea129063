import { statSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import type { Message } from '#protocol/messages.ts';
import { databaseFileIn, withDatabase } from '../../support/database-file.ts';
import { decryptedPages } from '../../support/decrypted-pages.ts';
import { eventually } from '../../support/eventually.ts';
import { newFriends, openSockets } from '../../support/people.ts';
import { personAt, say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, startServerForTest } from '../../support/test-server.ts';

interface SyncPage {
  events: { type: string; message?: Message; message_id?: string }[];
  next_cursor: string;
}

async function conversationWith(person: TestPerson, id: string): Promise<Conversation> {
  return (await person.get<Conversation>(`/messages/conversations/${id}`)).body;
}

it('erases a message at its time and tells everybody in the conversation', async () => {
  const server = await startServerForTest();
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  const sockets = await openSockets(server.url, alice, bob);
  const clientMessageId = randomUUID();
  const more = { self_destruct_timer: 5, client_message_id: clientMessageId };
  const first = await say(alice, conversation, 'burn-after-reading', more);
  const second = await say(bob, conversation, 'so shall this', { self_destruct_timer: 5 });
  expect(Date.parse(first.self_destruct_at ?? '') - Date.parse(first.created_at)).toBe(5_000);
  expect(first).toMatchObject({ content: 'burn-after-reading', is_destroyed: false });
  const path = `/messages/conversations/${conversation.id}/messages?mark_read=false`;
  const before = await bob.get<Message[]>(path);
  expect(before.body.map(({ content }) => content)).toEqual([
    'so shall this',
    'burn-after-reading',
  ]);

  for (const socket of sockets) {
    for (const { id, self_destruct_at } of [first, second]) {
      const event = await socket.next('message_destroyed');
      expect(event).toMatchObject({ message_id: id, conversation_id: conversation.id });
      expect(Date.parse(event.timestamp)).toBeGreaterThanOrEqual(Date.parse(self_destruct_at!));
      // Not at the next look around, half a minute later; a busy machine may need a moment.
      expect(Date.parse(event.timestamp)).toBeLessThan(Date.parse(self_destruct_at!) + 10_000);
    }
  }

  for (const person of [alice, bob]) {
    const { body: page } = await person.get<Message[]>(path);
    expect(page).toMatchObject([
      { id: second.id, seq: 2, content: '', is_destroyed: true },
      { id: first.id, seq: 1, content: '', is_destroyed: true },
    ]);
    const { last_message, unread_count } = await conversationWith(person, conversation.id);
    expect(last_message).toMatchObject({ id: second.id, content: '', is_destroyed: true });
    expect(unread_count).toBe(0);
    const { body: sync } = await person.get<SyncPage>('/messages/sync?cursor=0');
    const messages = sync.events.flatMap(({ message }) => message ?? []);
    expect(messages).toHaveLength(2);
    for (const message of messages) expect(message).toMatchObject({ content: '' });
    const destroyed = sync.events.filter(({ type }) => type === 'message_destroyed');
    expect(destroyed.map(({ message_id }) => message_id)).toEqual([first.id, second.id]);
  }
  const again = await say(alice, conversation, 'burn-after-reading', more);
  expect(again).toMatchObject({ id: first.id, content: '', is_destroyed: true });

  const file = databaseFileIn(server.dataFolder);
  await eventually(() => {
    expect(statSync(`${file}-wal`).size).toBe(0);
  });
  const pages = Buffer.concat(decryptedPages(file, server.key));
  expect(pages.includes(clientMessageId)).toBe(true);
  expect(pages.includes('burn-after-reading')).toBe(false);
});

it('erases what fell due while the server was away, before anybody can ask', async () => {
  const server = await startServer();
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  const due = await say(alice, conversation, 'long overdue', { self_destruct_timer: 3_600 });
  const stays = await say(alice, conversation, 'not yet', { self_destruct_timer: 604_800 });
  await server.close();
  const past = Date.now() - 1_000;
  const textKey = withDatabase(server.dataFolder, server.key, (database) => {
    database.prepare('UPDATE message SET self_destruct_at = ? WHERE id = ?').run(past, due.id);
    return database
      .prepare('SELECT key FROM text_key JOIN message ON text_key_id = text_key.id WHERE seq = 1')
      .pluck()
      .get() as Buffer;
  });
  expect(textKey).toHaveLength(32);

  const restarted = await startServerForTest({
    dataFolder: server.dataFolder,
    unlock: () => server.key,
  });
  const bobAgain = personAt(restarted.url, bob);
  const { body: page } = await bobAgain.get<Message[]>(
    `/messages/conversations/${conversation.id}/messages`,
  );
  expect(page).toMatchObject([
    { id: stays.id, content: 'not yet', is_destroyed: false },
    { id: due.id, content: '', is_destroyed: true },
  ]);
  const { body: sync } = await bobAgain.get<SyncPage>('/messages/sync?cursor=0');
  expect(sync.events.filter(({ type }) => type === 'message_destroyed')).toMatchObject([
    { message_id: due.id },
  ]);
  await eventually(() => {
    const pages = Buffer.concat(decryptedPages(databaseFileIn(server.dataFolder), server.key));
    expect(pages.includes(textKey)).toBe(false);
  });
});

it('leaves nothing of the drafts from which a message came', async () => {
  const server = await startServerForTest();
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  const [socket] = await openSockets(server.url, bob);
  const path = `/messages/conversations/${conversation.id}/draft`;
  const stages = ['midnight-first', 'midnight-first-at', 'midnight-first-at-the-mill'];
  for (const content of stages) {
    expect((await alice.put(path, { content, self_destruct_timer: 5 })).status).toBe(200);
  }
  const file = databaseFileIn(server.dataFolder);
  const draftKey = () =>
    withDatabase(
      server.dataFolder,
      server.key,
      (database) =>
        database
          .prepare('SELECT key FROM text_key JOIN draft ON text_key_id = text_key.id')
          .pluck()
          .get() as Buffer,
    );
  const key = draftKey();
  expect(key).toHaveLength(32);
  await say(alice, conversation, 'midnight-first-at-the-mill', { self_destruct_timer: 5 });
  const { body: drafts } = await alice.get('/messages/drafts');
  expect(drafts).toEqual([]);
  await socket.next('message_destroyed');
  await eventually(() => {
    expect(statSync(`${file}-wal`).size).toBe(0);
  });
  const pages = Buffer.concat(decryptedPages(file, server.key));
  for (const stage of stages) expect(pages.includes(stage)).toBe(false);
  // Without its key, what SQLite left of the sealed text says nothing.
  expect(pages.includes(draftKey())).toBe(true);
  expect(pages.includes(key)).toBe(false);
});
