import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '#protocol/messages.ts';
import type { Friend, FriendRequest, Person } from '#protocol/people.ts';
import { expectError } from '../../support/error-answer.ts';
import { newFriends, newPeople, openSockets } from '../../support/people.ts';
import { befriend, say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import type { TestSocket } from '../../support/socket.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

const friendsOf = async (person: TestPerson) =>
  (await person.get<Friend[]>('/friends')).body.map(({ user }) => user.id);

const foundBy = async (searcher: TestPerson, other: TestPerson) =>
  (await searcher.get<Person[]>(`/users?query=${other.username}`)).body.filter(
    ({ id }) => id === other.id,
  );

async function isSeenOnline(socket: TestSocket, person: TestPerson): Promise<boolean | undefined> {
  socket.send('get_online_status', { user_ids: [person.id] });
  const { online_status } = await socket.next('online_status');
  return Object.values(online_status)[0];
}

describe('a friendship that has ended', () => {
  it('is over for both, who are told; their conversation is read and no longer written', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const message = await say(alice, conversation, 'Before');
    const [hers, his] = await openSockets(server.url, alice, bob);
    expect((await alice.delete(`/friends/${bob.id}`)).status).toBe(200);

    expect((await hers.next('friend_removed')).user_id).toBe(bob.id);
    expect((await his.next('friend_removed')).user_id).toBe(alice.id);
    expect([await friendsOf(alice), await friendsOf(bob)]).toEqual([[], []]);
    const path = `/messages/conversations/${conversation.id}`;
    for (const person of [alice, bob]) {
      const answer = await person.post(`${path}/messages`, { content: 'After' });
      expectError(answer, 403, 'NOT_FRIENDS_SEND');
      const { body } = await person.get<Message[]>(`${path}/messages`);
      expect(body.map(({ id }) => id)).toEqual([message.id]);
      expect((await person.get(path)).status).toBe(200);
    }
    expectError(
      await bob.post('/messages/conversations', {
        participant_ids: [alice.id],
        conversation_type: 'direct',
      }),
      403,
      'NOT_FRIENDS',
    );
    expectError(await alice.delete(`/friends/${bob.id}`), 404, 'USER_NOT_FOUND');

    await befriend(bob, alice);
    expect((await say(bob, conversation, 'Again')).seq).toBe(2);
  });

  it('was none with a stranger, a request or nobody: 404', async () => {
    const [alice, stranger] = await newPeople(server.url, 'alice', 'stranger');
    await alice.post('/friends/requests', { user_id: stranger.id });
    for (const id of [stranger.id, alice.id, randomUUID()]) {
      expectError(await alice.delete(`/friends/${id}`), 404, 'USER_NOT_FOUND');
    }
    const { body } = await stranger.get<{ incoming: FriendRequest[] }>('/friends/requests');
    expect(body.incoming).toHaveLength(1);
  });

  it('answers a message sent before it again, though a new one would be refused', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const message = await say(alice, conversation, 'Sent once', { client_message_id: 'once-1' });
    await bob.delete(`/friends/${alice.id}`);
    const again = await say(alice, conversation, 'Sent once', { client_message_id: 'once-1' });
    expect(again.id).toBe(message.id);
  });
});

describe('somebody who is blocked', () => {
  it('cannot find, ask, message or see online the one who blocked them', async () => {
    const [alice, mallory] = await newFriends(server.url, 'alice', 'mallory');
    const conversation = await startConversation(alice, mallory);
    const [hers, theirs] = await openSockets(server.url, alice, mallory);
    expect(await isSeenOnline(theirs, alice)).toBe(true);
    expect((await alice.put(`/users/${mallory.id}/block`)).status).toBe(200);

    expect((await theirs.next('friend_removed')).user_id).toBe(alice.id);
    expect((await hers.next('friend_removed')).user_id).toBe(mallory.id);
    expect(await foundBy(mallory, alice)).toEqual([]);
    expect(await friendsOf(mallory)).toEqual([]);
    for (const whom of [{ user_id: alice.id }, { username: alice.username }]) {
      expectError(await mallory.post('/friends/requests', whom), 404, 'USER_NOT_FOUND');
    }
    const path = `/messages/conversations/${conversation.id}/messages`;
    expectError(await mallory.post(path, { content: 'Hello?' }), 403, 'NOT_FRIENDS_SEND');
    const create = { participant_ids: [alice.id], conversation_type: 'direct' };
    expectError(await mallory.post('/messages/conversations', create), 403, 'NOT_FRIENDS');
    expect(await isSeenOnline(theirs, alice)).toBe(false);
  });

  it('is not told when the one who blocked them comes and goes', async () => {
    const [alice, mallory, bob] = await newFriends(server.url, 'alice', 'mallory', 'bob');
    await alice.put(`/users/${mallory.id}/block`);
    const [theirs, his] = await openSockets(server.url, mallory, bob);
    const [hers] = await openSockets(server.url, alice);
    await his.next('presence', (event) => event.user_id === alice.id && event.online);
    hers.close();
    await his.next('presence', (event) => event.user_id === alice.id && !event.online);
    const seen = await theirs.soFar('presence');
    expect(seen.filter((event) => event.user_id === alice.id)).toEqual([]);
  });

  it('is seen as blocked by the one who did it, and has no request left', async () => {
    const [alice, mallory] = await newPeople(server.url, 'alice', 'mallory');
    const asked = await mallory.post<FriendRequest>('/friends/requests', { user_id: alice.id });
    await alice.put(`/users/${mallory.id}/block`);
    expect((await foundBy(alice, mallory))[0]?.friendship).toBe('blocked');
    for (const person of [alice, mallory]) {
      const { body } = await person.get('/friends/requests');
      expect(body).toEqual({ incoming: [], outgoing: [] });
    }
    const accept = await alice.post(`/friends/requests/${asked.body.id}/accept`);
    expectError(accept, 404, 'FRIEND_REQUEST_NOT_FOUND');
    // Twice is once.
    expect((await alice.put(`/users/${mallory.id}/block`)).status).toBe(200);
  });

  it('can find and ask again once the block is lifted, and is no friend by it', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    await alice.put(`/users/${bob.id}/block`);
    expect((await alice.delete(`/users/${bob.id}/block`)).status).toBe(200);
    expect((await alice.delete(`/users/${bob.id}/block`)).status).toBe(200);
    expect(await friendsOf(alice)).toEqual([]);
    expect((await foundBy(bob, alice))[0]?.friendship).toBe('none');
    const asked = await bob.post('/friends/requests', { user_id: alice.id });
    expect(asked.status).toBe(201);
  });

  it('may block back, and each block is lifted by the one who set it', async () => {
    const [alice, mallory] = await newPeople(server.url, 'alice', 'mallory');
    await alice.put(`/users/${mallory.id}/block`);
    expect((await mallory.put(`/users/${alice.id}/block`)).status).toBe(200);
    expect((await alice.delete(`/users/${mallory.id}/block`)).status).toBe(200);
    // Mallory's own block stands.
    expect(await foundBy(alice, mallory)).toEqual([]);
    expectError(
      await alice.post('/friends/requests', { user_id: mallory.id }),
      404,
      'USER_NOT_FOUND',
    );
    expect((await mallory.delete(`/users/${alice.id}/block`)).status).toBe(200);
    expect((await foundBy(alice, mallory))[0]?.friendship).toBe('none');
  });

  it('is asked again by the one who blocked them: that lifts the block', async () => {
    const [alice, bob] = await newPeople(server.url, 'alice', 'bob');
    await alice.put(`/users/${bob.id}/block`);
    expect((await alice.post('/friends/requests', { user_id: bob.id })).status).toBe(201);
    expect((await foundBy(bob, alice))[0]?.friendship).toBe('incoming');
  });

  it('is neither oneself nor nobody', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    for (const id of [alice.id, randomUUID()]) {
      expectError(await alice.put(`/users/${id}/block`), 404, 'USER_NOT_FOUND');
      expectError(await alice.delete(`/users/${id}/block`), 404, 'USER_NOT_FOUND');
    }
  });
});
