import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import type { Message } from '#protocol/messages.ts';
import type { Receipt } from '#protocol/receipts.ts';
import { newFriends, openSockets } from '../../support/people.ts';
import { say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

const at = ({ id }: { id: string }) => `/messages/conversations/${id}`;
const read = (person: TestPerson, { id }: { id: string }) =>
  person.post(`/messages/messages/${id}/read`);
const unreadOf = async (person: TestPerson, conversation: { id: string }) =>
  (await person.get<Conversation>(at(conversation))).body.unread_count;
const receiptsOf = async (person: TestPerson, { id }: { id: string }) =>
  (await person.get<Receipt[]>(`/messages/messages/${id}/receipts`)).body;
const fetched = async (person: TestPerson, conversation: { id: string }, query: string) =>
  (await person.get<Message[]>(`${at(conversation)}/messages?${query}`)).body;

describe('reading one message', () => {
  it('is told to every participant, the sender and the reader included, once', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, carol);
    const message = await say(alice, group, 'Read me');
    const sockets = await openSockets(server.url, alice, bob, carol);
    expect((await read(bob, message)).status).toBe(200);
    expect((await read(bob, message)).status).toBe(200);
    for (const socket of sockets) {
      const event = await socket.next('message_read_receipt');
      expect(event).toMatchObject({
        message_id: message.id,
        conversation_id: group.id,
        reader_user_id: bob.id,
      });
      expect(await socket.soFar('message_read_receipt')).toHaveLength(1);
    }
    expect(await unreadOf(bob, group)).toBe(0);
    expect(await unreadOf(carol, group)).toBe(1);
  });

  it('reads that one and no other, in any order', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const sent: Message[] = [];
    for (const content of ['1', '2', '3', '4', '5']) {
      sent.push(await say(alice, conversation, content));
    }
    const readBy = async () =>
      (await fetched(alice, conversation, 'mark_read=false'))
        .filter((message) => message.read_by.some((id) => id === bob.id))
        .map(({ content }) => content)
        .sort();
    for (const [index, left] of [
      [3, 4],
      [1, 3],
      [2, 2],
      [0, 1],
    ] as const) {
      await read(bob, sent[index]!);
      expect(await unreadOf(bob, conversation)).toBe(left);
    }
    expect(await readBy()).toEqual(['1', '2', '3', '4']);
    await read(bob, sent[4]!);
    expect(await readBy()).toEqual(['1', '2', '3', '4', '5']);
    expect(await unreadOf(bob, conversation)).toBe(0);
  });

  it('of one’s own is nothing to tell', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const message = await say(alice, conversation, 'Mine');
    const [his] = await openSockets(server.url, bob);
    expect((await read(alice, message)).status).toBe(200);
    expect(await his.soFar('message_read_receipt')).toEqual([]);
    expect((await fetched(alice, conversation, 'mark_read=false'))[0]?.read_by).toEqual([]);
  });

  it('is done over the socket too', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const message = await say(alice, conversation, 'Read me');
    const [hers, his] = await openSockets(server.url, alice, bob);
    his.send('message_read', { message_id: message.id });
    expect(await hers.next('message_read_receipt')).toMatchObject({
      message_id: message.id,
      reader_user_id: bob.id,
    });
    expect(await unreadOf(bob, conversation)).toBe(0);
  });
});

describe('reading a conversation', () => {
  it('is told in bulk, with what was unread and nothing else', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, carol);
    const first = await say(alice, group, 'One');
    const second = await say(carol, group, 'Two');
    await say(bob, group, 'Three, by Bob himself');
    const fourth = await say(alice, group, 'Four');
    await read(bob, second);
    const sockets = await openSockets(server.url, alice, bob, carol);
    expect((await bob.post(`${at(group)}/read`)).status).toBe(200);
    expect((await bob.post(`${at(group)}/read`)).status).toBe(200);
    for (const socket of sockets) {
      const event = await socket.next('conversation_read_receipt');
      expect(event).toMatchObject({ conversation_id: group.id, reader_user_id: bob.id });
      expect(event.message_ids).toEqual([first.id, fourth.id]);
      expect(await socket.soFar('conversation_read_receipt')).toHaveLength(1);
    }
    expect(await unreadOf(bob, group)).toBe(0);
    expect(await unreadOf(alice, group)).toBe(2);
  });
});

describe('fetching', () => {
  it('reads what it answers, and only that', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    for (const content of ['1', '2', '3']) await say(alice, conversation, content);
    const [hers] = await openSockets(server.url, alice);
    const page = await fetched(bob, conversation, 'limit=2');
    const event = await hers.next('conversation_read_receipt');
    expect([...event.message_ids].sort()).toEqual(page.map(({ id }) => id).sort());
    expect(await unreadOf(bob, conversation)).toBe(1);
    await fetched(bob, conversation, 'limit=50');
    expect(await unreadOf(bob, conversation)).toBe(0);
    // Nothing was new in a third look.
    await fetched(bob, conversation, 'limit=50');
    expect(await hers.soFar('conversation_read_receipt')).toHaveLength(2);
  });

  it('with mark_read=false reads nothing, and yet delivers', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const message = await say(alice, conversation, 'Look, do not read');
    const [hers] = await openSockets(server.url, alice);
    await fetched(bob, conversation, 'mark_read=false');
    const event = await hers.next('message_delivered');
    expect(event).toMatchObject({ message_id: message.id, user_ids: [bob.id] });
    expect(await unreadOf(bob, conversation)).toBe(1);
    expect(await hers.soFar('conversation_read_receipt')).toEqual([]);
    const [receipt] = await receiptsOf(alice, message);
    expect(receipt).toMatchObject({ user_id: bob.id, read_at: null });
    expect(receipt?.delivered_at).not.toBeNull();
  });
});

describe('delivery', () => {
  it('by an open socket is told to the sender, on all devices, with the client’s id', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const [hers, hersToo, his] = await openSockets(server.url, alice, alice, bob);
    const message = await say(alice, conversation, 'Over', { client_message_id: 'mine-7' });
    for (const socket of [hers, hersToo]) {
      expect(await socket.next('message_delivered')).toMatchObject({
        message_id: message.id,
        conversation_id: conversation.id,
        client_message_id: 'mine-7',
        user_ids: [bob.id],
      });
    }
    expect(await his.soFar('message_delivered')).toEqual([]);
  });

  it('waits for who is away: a fetch, or sync, brings it', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, carol);
    const before = await bob.get<{ next_cursor: string }>('/messages/sync');
    const [hers] = await openSockets(server.url, alice);
    const message = await say(alice, group, 'For those who are away');
    await hers.next('new_message');
    expect(await hers.soFar('message_delivered')).toEqual([]);
    for (const receipt of await receiptsOf(alice, message)) {
      expect(receipt).toMatchObject({ delivered_at: null, read_at: null });
    }
    await bob.get(`/messages/sync?cursor=${before.body.next_cursor}`);
    expect((await hers.next('message_delivered')).user_ids).toEqual([bob.id]);
    await fetched(carol, group, 'mark_read=false');
    expect((await hers.next('message_delivered')).user_ids).toEqual([carol.id]);
    const [seen] = await fetched(alice, group, 'mark_read=false');
    expect([...seen!.delivered_to].sort()).toEqual([bob.id, carol.id].sort());
    // A second look delivers nothing twice.
    await fetched(carol, group, 'mark_read=false');
    expect(await hers.soFar('message_delivered')).toHaveLength(2);
  });
});

describe('the receipts of a message', () => {
  it('say when each of the others got and read it', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, carol);
    const message = await say(alice, group, 'Who has it?');
    const readAt = Date.now();
    await read(bob, message);
    const receipts = await receiptsOf(alice, message);
    expect(receipts.map(({ user_id }) => user_id).sort()).toEqual([bob.id, carol.id].sort());
    const bobs = receipts.find(({ user_id }) => user_id === bob.id);
    expect(Math.abs(Date.parse(bobs?.read_at ?? '') - readAt)).toBeLessThan(10_000);
    // Who has read it has got it.
    expect(bobs?.delivered_at).not.toBeNull();
    expect(receipts.find(({ user_id }) => user_id === carol.id)).toMatchObject({
      delivered_at: null,
      read_at: null,
    });
    expect(await receiptsOf(carol, message)).toEqual(receipts);
  });

  it('keep the time of the first reading', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const message = await say(alice, conversation, 'Once');
    await read(bob, message);
    const first = await receiptsOf(alice, message);
    await read(bob, message);
    await bob.post(`${at(conversation)}/read`);
    await fetched(bob, conversation, 'limit=1');
    expect((await receiptsOf(alice, message))[0]?.read_at).toBe(first[0]?.read_at);
  });

  it('do not name who came later or has gone', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, bob);
    const message = await say(alice, group, 'Before Carol');
    await alice.post(`${at(group)}/participants`, { user_ids: [carol.id] });
    expect((await receiptsOf(alice, message)).map(({ user_id }) => user_id)).toEqual([bob.id]);
    await alice.delete(`${at(group)}/participants/${bob.id}`);
    expect(await receiptsOf(alice, message)).toEqual([]);
  });
});
