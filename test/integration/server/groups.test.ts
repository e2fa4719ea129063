import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import type { Message } from '#protocol/messages.ts';
import { expectError } from '../../support/error-answer.ts';
import { newFriends, newPeople, openSockets } from '../../support/people.ts';
import { befriend, say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

const at = ({ id }: { id: string }) => `/messages/conversations/${id}`;

const rolesIn = async (person: TestPerson, group: { id: string }) => {
  const { body } = await person.get<Conversation>(at(group));
  return Object.fromEntries(body.participants.map(({ user_id, role }) => [user_id, role]));
};

describe('naming a group', () => {
  it('is for its admins, and told to all', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const group = await startConversation(alice, bob, bob);
    const sockets = await openSockets(server.url, alice, bob);
    expectError(await bob.patch(at(group), { name: 'Bob’s' }), 403, 'FORBIDDEN');
    // All or nothing: what Bob may do is not done beside what he may not.
    const both = { name: 'Bob’s', is_archived: true };
    expectError(await bob.patch(at(group), both), 403, 'FORBIDDEN');
    expect((await bob.get(at(group))).body).toMatchObject({ name: null, is_archived: false });

    const { body } = await alice.patch<Conversation>(at(group), { name: ' The crew ' });
    expect(body.name).toBe('The crew');
    for (const socket of sockets) {
      const event = await socket.next('conversation_updated');
      expect(event).toMatchObject({ conversation_id: group.id, name: 'The crew' });
    }
  });
});

describe('adding people', () => {
  it('lets them in with the history read, and tells everybody', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, bob);
    const before = await say(alice, group, 'Before Carol');
    const sockets = await openSockets(server.url, alice, bob, carol);
    const { status, body } = await alice.post<Conversation>(`${at(group)}/participants`, {
      user_ids: [carol.id, bob.id],
    });
    expect(status).toBe(200);
    expect(body.participants).toHaveLength(3);
    for (const socket of sockets) {
      const added = await socket.next('participant_added');
      expect(added).toMatchObject({
        conversation_id: group.id,
        participant: { user_id: carol.id, username: carol.username, role: 'member' },
      });
      // Bob was in it before.
      expect(await socket.soFar('participant_added')).toHaveLength(1);
    }
    const carols = await carol.get<Conversation>(at(group));
    expect(carols.body.unread_count).toBe(0);
    const history = await carol.get<Message[]>(`${at(group)}/messages`);
    expect(history.body.map(({ id }) => id)).toEqual([before.id]);
    expect(history.body[0]?.read_by).toEqual([]);

    await say(bob, group, 'With Carol');
    expect((await sockets[2].next('new_message')).message.content).toBe('With Carol');
    expect((await carol.get<Conversation>(at(group))).body.unread_count).toBe(1);
  });

  it('is for admins, and for friends of theirs', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const [stranger] = await newPeople(server.url, 'stranger');
    await befriend(bob, stranger);
    const group = await startConversation(alice, bob, bob);
    const add = (who: TestPerson, ...ids: string[]) =>
      who.post(`${at(group)}/participants`, { user_ids: ids });
    expectError(await add(bob, carol.id), 403, 'FORBIDDEN');
    expectError(await add(alice, stranger.id), 403, 'NOT_FRIENDS');
    expectError(await add(alice, carol.id, stranger.id), 403, 'NOT_FRIENDS');
    expectError(await add(alice, randomUUID()), 403, 'NOT_FRIENDS');
    expect(Object.keys(await rolesIn(alice, group)).sort()).toEqual([alice.id, bob.id].sort());
  });
});

describe('removing people', () => {
  it('shuts them out of everything at once, and tells them and the others', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, carol);
    const message = await say(alice, group, 'With Carol');
    const sockets = await openSockets(server.url, alice, bob, carol);
    const { body } = await alice.delete<Conversation>(`${at(group)}/participants/${carol.id}`);
    expect(body.participants.map(({ user_id }) => user_id)).not.toContain(carol.id);
    for (const socket of sockets) {
      const event = await socket.next('participant_removed');
      expect(event).toMatchObject({ conversation_id: group.id, user_id: carol.id });
      expect(await socket.soFar('participant_removed')).toHaveLength(1);
    }
    const attempts = [
      carol.get(at(group)),
      carol.get(`${at(group)}/messages`),
      carol.post(`${at(group)}/messages`, { content: 'Still here' }),
      carol.post(`${at(group)}/read`),
      carol.post(`${at(group)}/typing?is_typing=true`),
      carol.patch(at(group), { is_archived: true }),
      carol.post(`${at(group)}/leave`),
    ];
    for (const answer of await Promise.all(attempts)) {
      expectError(answer, 404, 'CONVERSATION_NOT_FOUND');
    }
    const receipts = `/messages/messages/${message.id}/receipts`;
    expectError(await carol.get(receipts), 404, 'MESSAGE_NOT_FOUND');
    expect((await carol.get('/messages/conversations')).body).toEqual([]);

    await say(bob, group, 'Without Carol');
    await sockets[0].next('new_message');
    expect(await sockets[2].soFar('new_message')).toEqual([]);
  });

  it('is for admins, of members, and not of oneself', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, bob);
    const remove = (who: TestPerson, id: string) => who.delete(`${at(group)}/participants/${id}`);
    expectError(await remove(bob, alice.id), 403, 'FORBIDDEN');
    expectError(await remove(alice, carol.id), 404, 'USER_NOT_FOUND');
    expectError(await remove(alice, randomUUID()), 404, 'USER_NOT_FOUND');
    expectError(await remove(alice, alice.id), 403, 'FORBIDDEN');
    expect(Object.keys(await rolesIn(alice, group))).toHaveLength(2);
  });

  it('is undone by adding them again', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const group = await startConversation(alice, bob, bob);
    await say(alice, group, 'One');
    await bob.post(`${at(group)}/read`);
    await alice.delete(`${at(group)}/participants/${bob.id}`);
    await say(alice, group, 'Two, without Bob');
    await alice.post(`${at(group)}/participants`, { user_ids: [bob.id] });
    await say(alice, group, 'Three');
    const { body } = await bob.get<Conversation>(at(group));
    expect(body).toMatchObject({ unread_count: 1, seq: 3 });
    await bob.post(`${at(group)}/read`);
    expect((await bob.get<Conversation>(at(group))).body.unread_count).toBe(0);
  });
});

describe('roles', () => {
  it('are given by admins, told to all, and count at once', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, carol);
    const [his] = await openSockets(server.url, carol);
    const set = (who: TestPerson, whom: { id: string }, role: string) =>
      who.patch(`${at(group)}/participants/${whom.id}`, { role });
    expectError(await set(bob, bob, 'admin'), 403, 'FORBIDDEN');
    expect((await set(alice, bob, 'admin')).status).toBe(200);
    const event = await his.next('conversation_updated');
    const bobs = event.participants.find(({ user_id }) => user_id === bob.id);
    expect(bobs?.role).toBe('admin');
    expect((await bob.patch(at(group), { name: 'Named by Bob' })).status).toBe(200);
    expect((await set(bob, alice, 'member')).status).toBe(200);
    expectError(await alice.patch(at(group), { name: 'No longer mine' }), 403, 'FORBIDDEN');
    expectError(await set(bob, { id: randomUUID() }, 'admin'), 404, 'USER_NOT_FOUND');
  });

  it('leave at least one admin', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const group = await startConversation(alice, bob, bob);
    const demote = alice.patch(`${at(group)}/participants/${alice.id}`, { role: 'member' });
    expectError(await demote, 403, 'FORBIDDEN');
    expect(await rolesIn(bob, group)).toEqual({ [alice.id]: 'admin', [bob.id]: 'member' });
  });
});

describe('leaving', () => {
  it('passes the last admin’s role to the member who has been there longest', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, carol, carol);
    // By name Bob would come first; by standing Carol does.
    await say(alice, group, 'A while later');
    await alice.post(`${at(group)}/participants`, { user_ids: [bob.id] });
    const [his] = await openSockets(server.url, bob);
    expect((await alice.post(`${at(group)}/leave`)).status).toBe(200);
    expect((await his.next('participant_removed')).user_id).toBe(alice.id);
    const updated = await his.next('conversation_updated');
    expect(updated.participants.map(({ user_id }) => user_id)).toEqual([carol.id, bob.id]);
    expect(await rolesIn(bob, group)).toEqual({ [carol.id]: 'admin', [bob.id]: 'member' });
    expectError(await alice.get(at(group)), 404, 'CONVERSATION_NOT_FOUND');
    expect((await carol.patch(at(group), { name: 'Mine now' })).status).toBe(200);
  });

  it('passes nothing on where another admin stays', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, carol);
    await alice.patch(`${at(group)}/participants/${carol.id}`, { role: 'admin' });
    await alice.post(`${at(group)}/leave`);
    expect(await rolesIn(carol, group)).toEqual({ [bob.id]: 'member', [carol.id]: 'admin' });
  });

  it('is possible for the last one too', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const group = await startConversation(alice, bob, bob);
    expect((await bob.post(`${at(group)}/leave`)).status).toBe(200);
    expect((await alice.post(`${at(group)}/leave`)).status).toBe(200);
    for (const person of [alice, bob]) {
      expectError(await person.get(at(group)), 404, 'CONVERSATION_NOT_FOUND');
      expectError(await person.post(`${at(group)}/leave`), 404, 'CONVERSATION_NOT_FOUND');
    }
  });
});
