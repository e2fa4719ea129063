import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { newFriends, newPeople, openSockets } from '../../support/people.ts';
import type { TestSocket } from '../../support/socket.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

const nextOf = (socket: TestSocket, { id }: TestPerson, online: boolean) =>
  socket.next('presence', (event) => event.user_id === id && event.online === online);

const seenOf = async (socket: TestSocket, { id }: TestPerson) =>
  (await socket.soFar('presence')).filter((event) => event.user_id === id);

async function statusOf(socket: TestSocket, ids: string[]): Promise<Record<string, boolean>> {
  socket.send('get_online_status', { user_ids: ids });
  return (await socket.next('online_status')).online_status;
}

describe('coming and going', () => {
  it('is told to friends', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const [his] = await openSockets(server.url, bob);
    const before = Date.now();
    const [hers] = await openSockets(server.url, alice);
    expect((await nextOf(his, alice, true)).last_seen_at).toBeNull();
    hers.close();
    const gone = await nextOf(his, alice, false);
    expect(Date.parse(gone.last_seen_at ?? '')).toBeGreaterThanOrEqual(before);
  });

  it('is told to nobody else: not to those in a group together, nor those who were asked', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const [carol, dora] = await newPeople(server.url, 'carol', 'dora');
    await befriend(bob, carol);
    await startConversation(bob, alice, carol);
    await alice.post('/friends/requests', { user_id: dora.id });
    const [his, carols, doras] = await openSockets(server.url, bob, carol, dora);
    const [hers] = await openSockets(server.url, alice);
    await nextOf(his, alice, true);
    hers.close();
    await nextOf(his, alice, false);
    for (const other of [carols, doras]) expect(await seenOf(other, alice)).toEqual([]);
  });

  it('counts people, not devices', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const [his] = await openSockets(server.url, bob);
    const [phone] = await openSockets(server.url, alice);
    await nextOf(his, alice, true);
    const [laptop] = await openSockets(server.url, alice);
    phone.close();
    await phone.whenClosed();
    // The laptop's socket is answered after the phone's was closed: nothing was said in between.
    expect(await laptop.soFar('presence')).toEqual([]);
    expect(await seenOf(his, alice)).toHaveLength(1);
    expect(await statusOf(his, [alice.id])).toEqual({ [alice.id]: true });
    laptop.close();
    await nextOf(his, alice, false);
  });

  it('ends for those who are friends no longer', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    await alice.delete(`/friends/${bob.id}`);
    const [his, carols] = await openSockets(server.url, bob, carol);
    await openSockets(server.url, alice);
    await nextOf(carols, alice, true);
    expect(await seenOf(his, alice)).toEqual([]);
  });

  it('shows at the end of a session', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const [his] = await openSockets(server.url, bob);
    await openSockets(server.url, alice);
    await nextOf(his, alice, true);
    await alice.post('/auth/logout');
    await nextOf(his, alice, false);
  });
});

describe('get_online_status', () => {
  it('answers for friends and oneself; for all others false', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const [stranger] = await newPeople(server.url, 'stranger');
    const [hers] = await openSockets(server.url, alice, bob, stranger);
    const nobody = randomUUID();
    const ids = [alice.id, bob.id, carol.id, stranger.id, nobody];
    expect(await statusOf(hers, ids)).toEqual({
      [alice.id]: true,
      [bob.id]: true,
      [carol.id]: false,
      [stranger.id]: false,
      [nobody]: false,
    });
  });

  it('answers nothing where nobody was asked about, and refuses what is no list of ids', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const [hers] = await openSockets(server.url, alice);
    expect(await statusOf(hers, [])).toEqual({});
    for (const user_ids of ['all', ['somebody'], Array.from({ length: 501 }, () => randomUUID())]) {
      hers.send('get_online_status', { user_ids });
      expect((await hers.next('error')).error_code).toBe('VALIDATION_ERROR');
    }
    expect(await hers.soFar('online_status')).toHaveLength(1);
  });
});
