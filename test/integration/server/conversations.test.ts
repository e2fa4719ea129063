import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import { expectError } from '../../support/error-answer.ts';
import { newFriends, newPeople, openSockets } from '../../support/people.ts';
import { befriend, say, startConversation } from '../../support/rest.ts';
import type { RestAnswer, TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

const path = '/messages/conversations';

function create(
  creator: TestPerson,
  ids: string[],
  type: 'direct' | 'group',
  name?: string,
): Promise<RestAnswer<Conversation>> {
  const body = { participant_ids: ids, conversation_type: type, ...(name && { name }) };
  return creator.post<Conversation>(path, body);
}

const memberIds = (conversation: Conversation) =>
  conversation.participants.map(({ user_id }) => user_id).sort();

const list = async (person: TestPerson, query = '') =>
  (await person.get<Conversation[]>(`${path}${query}`)).body;

const one = async (person: TestPerson, { id }: { id: string }) =>
  (await person.get<Conversation>(`${path}/${id}`)).body;

describe('a direct conversation', () => {
  it('is made once a pair: asked again by either, it is answered with 200', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const first = await create(alice, [bob.id], 'direct');
    expect(first.status).toBe(201);
    expect(memberIds(first.body)).toEqual([alice.id, bob.id].sort());
    for (const [who, ids] of [
      [alice, [bob.id]],
      [bob, [alice.id]],
      [alice, [alice.id, bob.id]],
      [alice, [bob.id, bob.id]],
      [alice, [bob.id.toUpperCase()]],
    ] as const) {
      const again = await create(who, [...ids], 'direct');
      expect([again.status, again.body.id]).toEqual([200, first.body.id]);
    }
    expect(await list(alice)).toHaveLength(1);
    expect(await list(bob)).toHaveLength(1);
  });

  it('is made once also when both begin it at the same time', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const attempts = [alice, bob, alice, bob].map((who) =>
      create(who, [who === alice ? bob.id : alice.id], 'direct'),
    );
    const answers = await Promise.all(attempts);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('has no name and two members, the creator listed or not', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const { status, body } = await create(alice, [bob.id, alice.id], 'direct', 'Ignored');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      conversation_type: 'direct',
      name: null,
      seq: 0,
      last_message: null,
      unread_count: 0,
      is_archived: false,
      muted_until: null,
    });
    expect(body.participants.map(({ role }) => role)).toEqual(['member', 'member']);
    expect(memberIds(body)).toEqual([alice.id, bob.id].sort());
  });

  it('is told to both, once', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const sockets = await openSockets(server.url, alice, bob);
    const { id } = (await create(alice, [bob.id], 'direct')).body;
    await create(bob, [alice.id], 'direct');
    for (const socket of sockets) {
      const created = await socket.next('conversation_created');
      expect(created).toMatchObject({ conversation_id: id, conversation_type: 'direct' });
      expect(await socket.soFar('conversation_created')).toHaveLength(1);
    }
  });

  it('cannot be named, joined, left or taken from', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const { id } = await startConversation(alice, bob);
    const attempts = [
      alice.patch(`${path}/${id}`, { name: 'Us' }),
      alice.post(`${path}/${id}/participants`, { user_ids: [carol.id] }),
      alice.delete(`${path}/${id}/participants/${bob.id}`),
      alice.patch(`${path}/${id}/participants/${bob.id}`, { role: 'admin' }),
      alice.post(`${path}/${id}/leave`),
    ];
    for (const answer of await Promise.all(attempts)) expectError(answer, 403, 'FORBIDDEN');
    expect(memberIds(await one(alice, { id }))).toEqual([alice.id, bob.id].sort());
  });
});

describe('a group', () => {
  it('has its creator as admin, the others as members, each once', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const ids = [bob.id, alice.id, carol.id, bob.id];
    const { status, body } = await create(alice, ids, 'group', '  Ship’s crew ');
    expect(status).toBe(201);
    expect(body.name).toBe('Ship’s crew');
    const roles = Object.fromEntries(body.participants.map((each) => [each.user_id, each.role]));
    expect(roles).toEqual({ [alice.id]: 'admin', [bob.id]: 'member', [carol.id]: 'member' });
  });

  it('may be of two, and made again it is another', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const first = await create(alice, [bob.id], 'group');
    const second = await create(alice, [bob.id], 'group');
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body.id).not.toBe(second.body.id);
    expect(first.body.name).toBeNull();
  });

  it('needs the creator’s friends: those of a friend do not do', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const [carol] = await newPeople(server.url, 'carol');
    await befriend(bob, carol);
    expectError(await create(alice, [bob.id, carol.id], 'group'), 403, 'NOT_FRIENDS');
    expect(await list(bob)).toEqual([]);
  });

  it('is written by members who are no friends of each other', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const [bob, carol] = await newPeople(server.url, 'bob', 'carol');
    await befriend(alice, bob);
    await befriend(alice, carol);
    const group = await startConversation(alice, bob, carol);
    const [hers] = await openSockets(server.url, carol);
    await say(bob, group, 'Nice to meet you');
    expect((await hers.next('new_message')).message.content).toBe('Nice to meet you');
  });
});

describe('a conversation that is not one’s own', () => {
  it('is 404 in every call, like one that does not exist', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const [eve] = await newPeople(server.url, 'eve');
    const { id } = await startConversation(alice, bob, bob);
    const message = await say(alice, { id }, 'Not for Eve');
    const bodies = async (conversationId: string) => {
      const at = `${path}/${conversationId}`;
      const answers = await Promise.all([
        eve.get(at),
        eve.patch(at, { name: 'Eve was here' }),
        eve.patch(at, { is_archived: true }),
        eve.get(`${at}/messages`),
        eve.post(`${at}/messages`, { content: 'Let me in' }),
        eve.post(`${at}/read`),
        eve.post(`${at}/typing?is_typing=true`),
        eve.post(`${at}/participants`, { user_ids: [eve.id] }),
        eve.delete(`${at}/participants/${bob.id}`),
        eve.patch(`${at}/participants/${eve.id}`, { role: 'admin' }),
        eve.post(`${at}/leave`),
      ]);
      return answers.map((answer) => expectError(answer, 404, 'CONVERSATION_NOT_FOUND').detail);
    };
    expect(await bodies(id)).toEqual(await bodies(randomUUID()));
    for (const messageId of [message.id, randomUUID()]) {
      const at = `/messages/messages/${messageId}`;
      expectError(await eve.post(`${at}/read`), 404, 'MESSAGE_NOT_FOUND');
      expectError(await eve.get(`${at}/receipts`), 404, 'MESSAGE_NOT_FOUND');
    }
    expect(await one(alice, { id })).toMatchObject({ name: null, seq: 1 });
    expect(memberIds(await one(alice, { id }))).toEqual([alice.id, bob.id].sort());
  });
});

describe('the list', () => {
  it('goes from the latest message to the earliest, page by page', async () => {
    const [alice, bob, carol, dora] = await newFriends(server.url, 'alice', 'bob', 'carol', 'dora');
    const withBob = await startConversation(alice, bob);
    const withCarol = await startConversation(alice, carol);
    const withDora = await startConversation(alice, dora);
    const last = await say(bob, withBob, 'Latest');
    const order = [withBob.id, withDora.id, withCarol.id];
    const conversations = await list(alice);
    expect(conversations.map(({ id }) => id)).toEqual(order);
    expect(conversations[0]).toMatchObject({
      last_message_at: last.created_at,
      last_message: { id: last.id, content: 'Latest' },
      seq: 1,
      unread_count: 1,
    });
    const ids = async (query: string) => (await list(alice, query)).map(({ id }) => id);
    expect(await ids('?limit=2')).toEqual(order.slice(0, 2));
    expect(await ids('?limit=2&offset=2')).toEqual(order.slice(2));
    expect(await ids('?offset=3')).toEqual([]);
    expect(await one(alice, withBob)).toEqual(conversations[0]);
  });

  it('counts what is unread for each member alone, and never one’s own', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, carol);
    await say(alice, group, 'One');
    const second = await say(bob, group, 'Two');
    await say(alice, group, 'Three');
    const unread = async () => {
      const seen = [alice, bob, carol].map((person) => one(person, group));
      return (await Promise.all(seen)).map(({ unread_count }) => unread_count);
    };
    expect(await unread()).toEqual([1, 2, 3]);
    await carol.post(`/messages/messages/${second.id}/read`);
    expect(await unread()).toEqual([1, 2, 2]);
    await carol.post(`${path}/${group.id}/read`);
    expect(await unread()).toEqual([1, 2, 0]);
    await say(carol, group, 'Four');
    expect(await unread()).toEqual([2, 3, 0]);
  });
});

describe('archiving and muting', () => {
  it('are one’s own: other devices are told, other members are not', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const [hers, his] = await openSockets(server.url, alice, bob);
    const muted_until = '2031-05-06T07:08:09.010Z';
    const changes = { is_archived: true, muted_until };
    const { body } = await alice.patch(`${path}/${conversation.id}`, changes);
    expect(body).toMatchObject(changes);
    expect(await hers.next('conversation_settings_changed')).toMatchObject({
      conversation_id: conversation.id,
      ...changes,
    });
    expect(await one(bob, conversation)).toMatchObject({ is_archived: false, muted_until: null });
    expect(await his.soFar('conversation_settings_changed')).toEqual([]);

    expect(await list(alice)).toEqual([]);
    expect((await list(alice, '?archived=true')).map(({ id }) => id)).toEqual([conversation.id]);
    expect(await list(bob, '?archived=true')).toEqual([]);
    const unmuted = await alice.patch(`${path}/${conversation.id}`, { muted_until: null });
    expect(unmuted.body).toMatchObject({ is_archived: true, muted_until: null });
  });

  it('last until a new message, which brings an archived conversation back but leaves it muted', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const muted_until = '2031-05-06T07:08:09.010Z';
    await alice.patch(`${path}/${conversation.id}`, { is_archived: true, muted_until });
    await say(bob, conversation, 'Are you there?');
    expect(await list(alice, '?archived=true')).toEqual([]);
    const [back] = await list(alice);
    expect(back).toMatchObject({ id: conversation.id, is_archived: false, muted_until });
  });

  it('change nothing where nothing is named', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const { status, body } = await alice.patch(`${path}/${conversation.id}`, {});
    expect([status, body]).toEqual([200, await one(alice, conversation)]);
  });
});
