import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import type { Message } from '#protocol/messages.ts';
import type { Retention } from '#protocol/retention.ts';
import { ageMessages } from '../../support/aged-messages.ts';
import { databaseFileIn, withDatabase } from '../../support/database-file.ts';
import { decryptedPages } from '../../support/decrypted-pages.ts';
import { eventually } from '../../support/eventually.ts';
import { openSockets } from '../../support/people.ts';
import { circleOfFriends, say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { found, indexed } from '../../support/search.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { request, upload } from '../attachments/support/files.ts';

const path = '/admin/retention';
const oldCount = 40;

interface Refusal {
  error_code: string;
  detail: string;
}

function rules(admin: TestPerson, body: object) {
  return admin.patch<Retention & Refusal>(path, body);
}

async function preview(admin: TestPerson, body: object): Promise<number> {
  return (await admin.post<{ messages: number }>(`${path}/preview`, body)).body.messages;
}

async function conversationOf(person: TestPerson, { id }: Conversation): Promise<Conversation> {
  return (await person.get<Conversation>(`/messages/conversations/${id}`)).body;
}

async function textsIn(person: TestPerson, { id }: Conversation): Promise<string[]> {
  const query = '?limit=100&mark_read=false';
  const { body } = await person.get<Message[]>(`/messages/conversations/${id}/messages${query}`);
  return body.map(({ content }) => content).reverse();
}

/** Forty messages of a hundred days ago, and two of today. */
async function oldAndNew(old = oldCount) {
  const server = await startServerForTest();
  const [admin, bob] = (await circleOfFriends(server.url, 'admin', 'bob')) as [
    TestPerson,
    TestPerson,
  ];
  const conversation = await startConversation(admin, bob);
  const oldMessages: Message[] = [];
  for (let number = 1; number <= old; number += 1) {
    oldMessages.push(await say(admin, conversation, `yesteryear ${String(number)}`));
  }
  await indexed(server);
  ageMessages(server.dataFolder, server.key, 100);
  for (const text of ['today', 'today, too']) await say(bob, conversation, text);
  return { server, admin, bob, conversation, oldMessages };
}

it('asks for a yes that names how many go, then removes what is older, everywhere', async () => {
  const { server, admin, bob, conversation } = await oldAndNew();
  const sockets = await openSockets(server.url, admin, bob);
  expect((await admin.get(path)).body).toEqual({ keep_days: null, conversations: [] });
  expect(await preview(admin, { keep_days: 30 })).toBe(oldCount);
  expect(await preview(admin, { keep_days: 101 })).toBe(0);
  const refused = await rules(admin, { keep_days: 30 });
  expect(refused.status).toBe(409);
  expect(refused.body).toMatchObject({ error_code: 'RETENTION_UNCONFIRMED' });
  expect(refused.body.detail).toContain('40 messages');
  expect((await admin.get(path)).body).toMatchObject({ keep_days: null });
  expect(await textsIn(bob, conversation)).toHaveLength(oldCount + 2);

  const changed = await rules(admin, { keep_days: 30, is_confirmed: true });
  expect(changed.body).toEqual({ keep_days: 30, conversations: [] });
  for (const socket of sockets) {
    // People can see that messages go before any is gone.
    const told = await socket.next('conversation_retention_changed');
    expect(told).toMatchObject({ conversation_id: conversation.id, keep_days: 30 });
    await socket.next('messages_expired', ({ first_seq }) => first_seq === oldCount + 1);
    const gone = (await socket.soFar('messages_expired')).flatMap(({ message_ids: ids }) => ids);
    expect(new Set(gone).size).toBe(oldCount);
  }

  for (const person of [admin, bob]) {
    expect(await textsIn(person, conversation)).toEqual(['today', 'today, too']);
    expect(await found(person, 'yesteryear')).toEqual([]);
    expect(await found(person, 'today')).toHaveLength(2);
    const here = await conversationOf(person, conversation);
    expect(here).toMatchObject({ first_seq: oldCount + 1, keep_days: 30, seq: oldCount + 2 });
    expect(here.unread_count).toBe(person === admin ? 2 : 0);
    const { body: sync } = await person.get<{ events: { type: string; message?: Message }[] }>(
      '/messages/sync?cursor=0&limit=500',
    );
    const texts = sync.events.flatMap(({ message }) => message?.content ?? []);
    expect(texts).toEqual(['today', 'today, too']);
    expect(sync.events.map(({ type }) => type)).toContain('messages_expired');
  }
  expect((await say(admin, conversation, 'more')).seq).toBe(oldCount + 3);

  // Once the write-ahead log has been emptied into the file.
  await eventually(() => {
    const pages = Buffer.concat(decryptedPages(databaseFileIn(server.dataFolder), server.key));
    expect(pages.includes('yesteryear')).toBe(false);
  });
  const rows = withDatabase(server.dataFolder, server.key, (database) =>
    database.prepare('SELECT count(*) FROM message').pluck().get(),
  );
  expect(rows).toBe(3);
});

it('removes files, reactions and what was deleted before, and refuses what refers to them', async () => {
  const { server, admin, bob, conversation } = await oldAndNew(0);
  const { id } = await upload(server.url, bob, randomBytes(5_000));
  const withFile = await say(bob, conversation, '', { attachments: [id] });
  const gone = await say(bob, conversation, 'taken back');
  await bob.delete(`/messages/messages/${gone.id}`);
  const liked = await say(bob, conversation, 'liked');
  await admin.put(`/messages/messages/${liked.id}/reactions/${encodeURIComponent('👍')}`);
  await indexed(server);
  ageMessages(server.dataFolder, server.key, 3);
  const newest = await say(bob, conversation, 'newest');
  await rules(admin, { keep_days: 2, is_confirmed: true });
  await eventually(async () => {
    expect(await textsIn(admin, conversation)).toEqual(['newest']);
    expect(readdirSync(join(server.dataFolder, 'attachments'))).toEqual([]);
  });
  expect((await request(server.url, admin, 'GET', `/${id}`)).status).toBe(404);
  for (const message of [withFile, gone, liked]) {
    const messagePath = `/messages/messages/${message.id}`;
    expect((await admin.post(`${messagePath}/read`)).status).toBe(404);
    const reply = { content: 'Yes', reply_to_message_id: message.id };
    const at = `/messages/conversations/${conversation.id}/messages`;
    expect((await admin.post(at, reply)).status).toBe(404);
  }
  expect((await say(admin, conversation, 'Yes', { reply_to_message_id: newest.id })).seq).toBe(7);
  withDatabase(server.dataFolder, server.key, (database) => {
    expect(database.pragma('foreign_key_check')).toEqual([]);
    expect(database.prepare('SELECT count(*) FROM reaction').pluck().get()).toBe(0);
  });
});

it('a conversation can have its own rule, which its members see and the others do not', async () => {
  const { server, admin, bob, conversation } = await oldAndNew(5);
  const another = await startConversation(admin, bob, bob);
  const [socket] = await openSockets(server.url, bob);
  const own = { conversation_id: conversation.id };
  const unknown = { ...own, conversation_id: another.id.replace(/.{4}$/, '0000') };
  const missing = await rules(admin, { ...unknown, keep_days: 7 });
  expect(missing.body.error_code).toBe('CONVERSATION_NOT_FOUND');
  expect((await rules(admin, { keep_days: 'as_server' })).status).toBe(422);
  expect((await rules(admin, { keep_days: 0 })).status).toBe(422);
  expect((await rules(bob, { keep_days: 1, is_confirmed: true })).status).toBe(403);

  // Where it is kept for ever, the rule of all others removes nothing.
  await rules(admin, { ...own, keep_days: null });
  expect(await preview(admin, { keep_days: 30 })).toBe(0);
  const { body } = await rules(admin, { keep_days: 30 });
  expect(body).toEqual({ keep_days: 30, conversations: [{ ...own, keep_days: null }] });
  await socket.next('conversation_retention_changed', (event) => {
    return event.conversation_id === another.id && event.keep_days === 30;
  });
  expect(await textsIn(bob, conversation)).toHaveLength(7);
  expect(await conversationOf(bob, conversation)).toMatchObject({ keep_days: null, first_seq: 1 });

  expect(await preview(admin, { ...own, keep_days: 'as_server' })).toBe(5);
  expect((await rules(admin, { ...own, keep_days: 'as_server' })).status).toBe(409);
  const last = await rules(admin, { ...own, keep_days: 'as_server', is_confirmed: true });
  expect(last.body).toEqual({ keep_days: 30, conversations: [] });
  await socket.next('messages_expired');
  expect(await textsIn(bob, conversation)).toEqual(['today', 'today, too']);

  const later = await startConversation(admin, bob, bob);
  expect(later).toMatchObject({ keep_days: 30, first_seq: 1 });
});

it('a conversation of which nothing is left goes on with its numbers, and is found again', async () => {
  const { server, admin, bob, conversation } = await oldAndNew(3);
  ageMessages(server.dataFolder, server.key, 3);
  await rules(admin, { keep_days: 1, is_confirmed: true });
  await eventually(async () => {
    expect(await textsIn(bob, conversation)).toEqual([]);
  });
  const here = await conversationOf(bob, conversation);
  expect(here).toMatchObject({ seq: 5, first_seq: 6, last_message: null, unread_count: 0 });
  const { body: stats } = await admin.get<{ messages: number }>('/admin/stats');
  expect(stats.messages).toBe(0);
  const next = await say(bob, conversation, 'a new beginning');
  expect(next.seq).toBe(6);
  await indexed(server);
  expect(await found(admin, 'beginning')).toEqual(['a new beginning']);
});
