import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import type { Message } from '#protocol/messages.ts';
import { expectError, expectInvalid } from '../../support/error-answer.ts';
import { newFriends, newPeople, openSockets } from '../../support/people.ts';
import { say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

const at = ({ id }: { id: string }) => `/messages/messages/${id}`;
const edit = (person: TestPerson, message: { id: string }, content: string) =>
  person.patch<Message>(at(message), { content });
const erase = (person: TestPerson, message: { id: string }) => person.delete<Message>(at(message));

const conversationOf = async (person: TestPerson, { id }: { id: string }) =>
  (await person.get<Conversation>(`/messages/conversations/${id}`)).body;

const pageOf = async (person: TestPerson, { id }: { id: string }) =>
  (await person.get<Message[]>(`/messages/conversations/${id}/messages?mark_read=false`)).body;

describe('editing a message', () => {
  it('changes its text for everybody, and nothing else but when it was edited', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const message = await say(alice, conversation, 'Teh plan');
    await bob.post(`${at(message)}/read`);
    const sockets = await openSockets(server.url, alice, bob);
    const { status, body } = await edit(alice, message, 'The plan');
    expect(status).toBe(200);
    const { edited_at: editedAt } = body;
    expect(Date.parse(editedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(message.created_at));
    const now = {
      ...message,
      content: 'The plan',
      edited_at: editedAt,
      delivered_to: [bob.id],
      read_by: [bob.id],
    };
    expect(body).toEqual(now);
    for (const socket of sockets) {
      expect(await socket.next('message_updated')).toMatchObject({
        conversation_id: conversation.id,
        message: now,
      });
    }
    for (const person of [alice, bob]) {
      expect(await pageOf(person, conversation)).toEqual([now]);
      const { last_message, unread_count } = await conversationOf(person, conversation);
      expect({ last_message, unread_count }).toEqual({ last_message: now, unread_count: 0 });
    }
  });

  it('leaves an unread message unread, and the order of conversations as it was', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const message = await say(alice, conversation, 'One');
    const before = await conversationOf(bob, conversation);
    await edit(alice, message, 'Two');
    const after = await conversationOf(bob, conversation);
    expect(after).toMatchObject({ unread_count: 1, last_message_at: before.last_message_at });
  });

  it('to the same text changes nothing and is told to nobody', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const message = await say(alice, await startConversation(alice, bob), 'Same');
    const [his] = await openSockets(server.url, bob);
    const { status, body } = await edit(alice, message, 'Same');
    expect({ status, edited: body.edited_at }).toEqual({ status: 200, edited: null });
    expect(await his.soFar('message_updated')).toEqual([]);
  });

  it('is for its sender alone, not for an admin of the group: 403', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const group = await startConversation(alice, bob, bob);
    const message = await say(bob, group, 'Bob’s own words');
    expectError(await edit(alice, message, 'Not his'), 403, 'FORBIDDEN');
    expect((await pageOf(bob, group))[0]?.content).toBe('Bob’s own words');
  });

  it('is refused to strangers and former members as if there were nothing: 404', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const [stranger] = await newPeople(server.url, 'stranger');
    const group = await startConversation(alice, bob, carol);
    const message = await say(carol, group, 'Mine');
    await carol.post(`/messages/conversations/${group.id}/leave`);
    for (const person of [stranger, carol]) {
      expectError(await edit(person, message, 'Changed'), 404, 'MESSAGE_NOT_FOUND');
      expectError(await erase(person, message), 404, 'MESSAGE_NOT_FOUND');
    }
    expectError(await edit(alice, { id: randomUUID() }, 'Nothing'), 404, 'MESSAGE_NOT_FOUND');
    expect((await pageOf(alice, group))[0]?.content).toBe('Mine');
  });

  it('is refused to former friends and the blocked, who may delete their own', async () => {
    const [alice, bob, mallory] = await newFriends(server.url, 'alice', 'bob', 'mallory');
    for (const [other, ends] of [
      [bob, () => alice.delete(`/friends/${bob.id}`)],
      [mallory, () => alice.put(`/users/${mallory.id}/block`)],
    ] as const) {
      const conversation = await startConversation(alice, other);
      const message = await say(other, conversation, 'Before');
      await ends();
      expectError(await edit(other, message, 'After'), 403, 'NOT_FRIENDS_SEND');
      expectError(await erase(alice, message), 403, 'FORBIDDEN');
      expect((await erase(other, message)).body).toMatchObject({ content: '', is_deleted: true });
    }
  });

  it('takes what a message takes: 1 to 5000 characters', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const message = await say(alice, await startConversation(alice, bob), 'Short');
    for (const content of ['', 'x'.repeat(5001), '\uD800', 7, null]) {
      expectInvalid(await alice.patch(at(message), { content }), 'body.content');
    }
    expect((await edit(alice, message, '😀'.repeat(5000))).status).toBe(200);
  });

  it('of a message with a timer keeps the timer', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const message = await say(alice, conversation, 'Hush', { self_destruct_timer: 3_600 });
    const { body } = await edit(alice, message, 'Hush, hush');
    expect(body).toMatchObject({
      content: 'Hush, hush',
      self_destruct_at: message.self_destruct_at,
    });
    expect((await pageOf(bob, conversation))[0]?.content).toBe('Hush, hush');
  });
});

describe('deleting a message', () => {
  it('leaves a tombstone in its place, for everybody', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const first = await say(alice, conversation, 'Regretted', { self_destruct_timer: 60 });
    const second = await say(alice, conversation, 'Kept', { reply_to_message_id: first.id });
    await bob.put(`${at(first)}/reactions/${encodeURIComponent('👍')}`);
    const sockets = await openSockets(server.url, alice, bob);
    const { status, body } = await erase(alice, first);
    expect(status).toBe(200);
    const tombstone = {
      id: first.id,
      seq: 1,
      content: '',
      attachments: [],
      reactions: [],
      is_deleted: true,
      is_destroyed: false,
      self_destruct_at: null,
    };
    expect(body).toMatchObject(tombstone);
    for (const socket of sockets) {
      expect(await socket.next('message_deleted')).toMatchObject({
        conversation_id: conversation.id,
        message_id: first.id,
      });
    }
    for (const person of [alice, bob]) {
      expect(await pageOf(person, conversation)).toMatchObject([
        { id: second.id, seq: 2, reply_to_message_id: first.id },
        tombstone,
      ]);
    }
    expect((await conversationOf(bob, conversation)).unread_count).toBe(1);
  });

  it('is for its sender and the admins of the group, not for other members: 403', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, carol);
    const message = await say(bob, group, 'Rude');
    expectError(await erase(carol, message), 403, 'FORBIDDEN');
    expect((await erase(alice, message)).body).toMatchObject({ is_deleted: true, content: '' });
    expectError(await erase(bob, await say(alice, group, 'Hers')), 403, 'FORBIDDEN');
  });

  it('in a direct conversation is for the sender alone', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const message = await say(bob, await startConversation(alice, bob), 'His');
    expectError(await erase(alice, message), 403, 'FORBIDDEN');
  });

  it('twice is once; what is gone is not edited: 409', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const message = await say(alice, await startConversation(alice, bob), 'Gone');
    const [his] = await openSockets(server.url, bob);
    const first = await erase(alice, message);
    const second = await erase(alice, message);
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect(await his.soFar('message_deleted')).toHaveLength(1);
    expectError(await edit(alice, message, 'Back'), 409, 'MESSAGE_GONE');
  });

  it('is not undone by sending it again', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const once = { client_message_id: randomUUID() };
    const message = await say(alice, conversation, 'Once', once);
    await erase(alice, message);
    expect(await say(alice, conversation, 'Once', once)).toMatchObject({
      id: message.id,
      is_deleted: true,
      content: '',
    });
  });
});
