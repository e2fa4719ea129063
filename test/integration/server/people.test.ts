import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Friend, FriendRequest, Person } from '#protocol/people.ts';
import { expectError } from '../../support/error-answer.ts';
import { newFriends, newPeople, openSockets, uniqueName } from '../../support/people.ts';
import { signUp } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

const ask = (from: TestPerson, to: TestPerson) =>
  from.post<FriendRequest>('/friends/requests', { user_id: to.id });

async function find(searcher: TestPerson, query: string): Promise<Person[]> {
  const { status, body } = await searcher.get<Person[]>(
    `/users?query=${encodeURIComponent(query)}&limit=50`,
  );
  expect(status).toBe(200);
  return body;
}

async function friendshipSeenBy(viewer: TestPerson, other: TestPerson): Promise<string> {
  const found = (await find(viewer, other.username)).find(({ id }) => id === other.id);
  return found?.friendship ?? 'not found';
}

async function pending(person: TestPerson): Promise<{ incoming: string[]; outgoing: string[] }> {
  const { body } = await person.get<{ incoming: FriendRequest[]; outgoing: FriendRequest[] }>(
    '/friends/requests',
  );
  const ids = (requests: FriendRequest[]) => requests.map(({ user }) => user.id);
  return { incoming: ids(body.incoming), outgoing: ids(body.outgoing) };
}

const none = { incoming: [], outgoing: [] };

const friendsOf = async (person: TestPerson) =>
  (await person.get<Friend[]>('/friends')).body.map(({ user }) => user.id);

describe('search', () => {
  let searcher: TestPerson;
  const named = async (displayName: string): Promise<TestPerson> => {
    const person = await signUp(server.url, uniqueName('someone'));
    await person.patch('/auth/me', { display_name: displayName });
    return person;
  };
  const isFound = async (query: string, person: TestPerson) =>
    (await find(searcher, query)).some(({ id }) => id === person.id);

  beforeAll(async () => {
    [searcher] = await newPeople(server.url, 'searcher');
  });

  it('goes by the beginning of a username, in any case, and not by its middle', async () => {
    const person = await signUp(server.url, 'zebra.stripe');
    for (const query of ['z', 'zebra', 'ZEBRA.S', 'zebra.stripe', ' zebra ']) {
      expect([query, await isFound(query, person)]).toEqual([query, true]);
    }
    for (const query of ['ebra', 'stripe', 'zebra.stripes', 'zebra-stripe', 'zebras']) {
      expect([query, await isFound(query, person)]).toEqual([query, false]);
    }
  });

  it('goes by the beginning of a display name', async () => {
    const person = await named('Grace Hopper');
    expect(await isFound('grace ho', person)).toBe(true);
    expect(await isFound('GRACE', person)).toBe(true);
    expect(await isFound('hopper', person)).toBe(false);
    await person.patch('/auth/me', { display_name: 'Amazing Grace' });
    expect(await isFound('grace', person)).toBe(false);
    expect(await isFound('amazing', person)).toBe(true);
  });

  it.each([
    ['Émilie du Châtelet', 'éMILIE DU CHÂ'],
    ['Юрий Гагарин', 'юРИЙ'],
    ['Ὑπατία', 'ὑπα'],
    ['王小明', '王小'],
    ['🦊 Fox', '🦊 f'],
    ['\u{10FFFF} last of all', '\u{10FFFF} LAST'],
    ['Ὀδυσσεύς', 'ὈΔΥΣ'],
    // The same letters, composed and not.
    ['Zo\u00eb Precomposed', 'zoe\u0308 pre'],
    ['Zoe\u0308 Decomposed', 'zo\u00eb dec'],
  ])('finds %s by %s', async (displayName, query) => {
    expect(await isFound(query, await named(displayName))).toBe(true);
  });

  it.each([
    ['100%', '100%', '100 percent'],
    ['a_b', 'a_', 'axb'],
    ['[set]', '[s', 's'],
    ['*star', '*', 'star'],
    ["O'Neill", "o'n", 'o neill'],
    ['back\\slash', 'back\\', 'backslash'],
  ])('takes %s as it is written', async (displayName, query, similar) => {
    const [person, other] = [await named(displayName), await named(similar)];
    expect([await isFound(query, person), await isFound(query, other)]).toEqual([true, false]);
  });

  it('finds nobody by % or _, nor oneself, and keeps to the limit', async () => {
    expect(await find(searcher, '%')).toEqual([]);
    expect(await isFound(searcher.username, searcher)).toBe(false);
    const { body } = await searcher.get<Person[]>('/users?limit=2');
    expect(body).toHaveLength(2);
    expect(body[0]!.username < body[1]!.username).toBe(true);
  });

  it('shows what is between the two, and nothing private', async () => {
    const [alice, bob] = await newPeople(server.url, 'alice', 'bob');
    expect(await friendshipSeenBy(alice, bob)).toBe('none');
    await ask(alice, bob);
    expect(await friendshipSeenBy(alice, bob)).toBe('outgoing');
    expect(await friendshipSeenBy(bob, alice)).toBe('incoming');
    await ask(bob, alice);
    expect(await friendshipSeenBy(alice, bob)).toBe('friends');
    const [shown] = await find(alice, bob.username);
    const fields = ['avatar_url', 'created_at', 'display_name', 'friendship', 'id', 'username'];
    expect(Object.keys(shown!).sort()).toEqual(fields);
  });
});

describe('a friend request', () => {
  it('waits at both ends and tells both', async () => {
    const [alice, bob] = await newPeople(server.url, 'alice', 'bob');
    const [hers, his] = await openSockets(server.url, alice, bob);
    const { status, body } = await ask(alice, bob);
    expect(status).toBe(201);
    expect(body.user.id).toBe(bob.id);
    expect(await pending(alice)).toEqual({ incoming: [], outgoing: [bob.id] });
    expect(await pending(bob)).toEqual({ incoming: [alice.id], outgoing: [] });
    expect(await hers.next('friend_request')).toMatchObject({
      direction: 'outgoing',
      request: { id: body.id, user: { id: bob.id } },
    });
    expect(await his.next('friend_request')).toMatchObject({
      direction: 'incoming',
      request: { id: body.id, user: { id: alice.id, username: alice.username } },
    });
  });

  it('asked again is the same one, and told once', async () => {
    const [alice, bob] = await newPeople(server.url, 'alice', 'bob');
    const [his] = await openSockets(server.url, bob);
    const first = await ask(alice, bob);
    const byName = await alice.post<FriendRequest>('/friends/requests', {
      username: bob.username.toUpperCase(),
    });
    expect([byName.status, byName.body]).toEqual([201, first.body]);
    await his.next('friend_request');
    expect(await his.soFar('friend_request')).toHaveLength(1);
  });

  it('accepted makes friends, for both, and tells both', async () => {
    const [alice, bob] = await newPeople(server.url, 'alice', 'bob');
    const [hers, his] = await openSockets(server.url, alice, bob);
    const { id } = (await ask(alice, bob)).body;
    const accepted = await bob.post<Friend>(`/friends/requests/${id}/accept`);
    expect([accepted.status, accepted.body.user.id]).toEqual([200, alice.id]);
    expect(accepted.body.online).toBe(true);
    expect(await friendsOf(alice)).toEqual([bob.id]);
    expect(await friendsOf(bob)).toEqual([alice.id]);
    expect([await pending(alice), await pending(bob)]).toEqual([none, none]);
    expect((await hers.next('friend_accepted')).user.id).toBe(bob.id);
    expect((await his.next('friend_accepted')).user.id).toBe(alice.id);
    const again = await bob.post(`/friends/requests/${id}/accept`);
    expectError(again, 404, 'FRIEND_REQUEST_NOT_FOUND');
  });

  it('to somebody who has asked makes friends, also when both ask at once', async () => {
    const [alice, bob] = await newPeople(server.url, 'alice', 'bob');
    const answers = await Promise.all([ask(alice, bob), ask(bob, alice)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
    expect([await friendsOf(alice), await friendsOf(bob)]).toEqual([[bob.id], [alice.id]]);
    expect([await pending(alice), await pending(bob)]).toEqual([none, none]);
    expectError(await ask(alice, bob), 409, 'ALREADY_FRIENDS');
  });

  it.each([
    ['declined by the one who was asked', 'decline'],
    ['withdrawn by the one who asked', 'withdraw'],
  ])('%s is gone, and both are told', async (_, how) => {
    const [alice, bob] = await newPeople(server.url, 'alice', 'bob');
    const [hers, his] = await openSockets(server.url, alice, bob);
    const { id } = (await ask(alice, bob)).body;
    const end = () =>
      how === 'decline'
        ? bob.post(`/friends/requests/${id}/decline`)
        : alice.delete(`/friends/requests/${id}`);
    expect((await end()).status).toBe(200);
    expect([await pending(alice), await pending(bob)]).toEqual([none, none]);
    expect((await hers.next('friend_removed')).user_id).toBe(bob.id);
    expect((await his.next('friend_removed')).user_id).toBe(alice.id);
    expectError(await end(), 404, 'FRIEND_REQUEST_NOT_FOUND');
    expect(await friendsOf(alice)).toEqual([]);
    expect((await ask(alice, bob)).status).toBe(201);
  });

  it('is answered only by those whom it concerns, each in their part', async () => {
    const [alice, bob, eve] = await newPeople(server.url, 'alice', 'bob', 'eve');
    const { id } = (await ask(alice, bob)).body;
    const wrong = [
      alice.post(`/friends/requests/${id}/accept`),
      alice.post(`/friends/requests/${id}/decline`),
      bob.delete(`/friends/requests/${id}`),
      eve.post(`/friends/requests/${id}/accept`),
      eve.post(`/friends/requests/${id}/decline`),
      eve.delete(`/friends/requests/${id}`),
      bob.post(`/friends/requests/${randomUUID()}/accept`),
    ];
    for (const answer of await Promise.all(wrong)) {
      expectError(answer, 404, 'FRIEND_REQUEST_NOT_FOUND');
    }
    expect(await pending(bob)).toEqual({ incoming: [alice.id], outgoing: [] });
  });

  it('to nobody, or to oneself, is 404', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    expectError(await ask(alice, alice), 404, 'USER_NOT_FOUND');
    const requests = [{ user_id: randomUUID() }, { username: 'nobody.at.all' }];
    for (const request of requests) {
      expectError(await alice.post('/friends/requests', request), 404, 'USER_NOT_FOUND');
    }
    expect(await pending(alice)).toEqual(none);
  });
});

describe('the list of friends', () => {
  it('says since when, and who is online', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const [his] = await openSockets(server.url, bob);
    const { body } = await alice.get<Friend[]>('/friends');
    expect(body.map(({ user, online }) => [user.id, online])).toEqual([
      [bob.id, true],
      [carol.id, false],
    ]);
    for (const { since } of body) expect(Date.parse(since)).toBeLessThanOrEqual(Date.now());
    const [hers] = await openSockets(server.url, alice);
    his.close();
    const gone = await hers.next('presence', (event) => event.user_id === bob.id && !event.online);
    expect(gone.last_seen_at).not.toBeNull();
    expect((await alice.get<Friend[]>('/friends')).body[0]?.online).toBe(false);
  });
});
