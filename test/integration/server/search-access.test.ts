import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import { expectError } from '../../support/error-answer.ts';
import { newFriends, newPeople } from '../../support/people.ts';
import { say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { expectFound, found, indexed, search } from '../../support/search.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

async function twoFriends(): Promise<[TestPerson, TestPerson, Conversation]> {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  return [alice, bob, await startConversation(alice, bob)];
}

describe('who may not read', () => {
  it('finds nothing: a stranger, and who has left or was removed', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const [stranger] = await newPeople(server.url, 'stranger');
    const group = await startConversation(alice, bob, carol);
    await say(alice, group, 'the treasure is on the island');
    await expectFound(server, bob, { treasure: ['the treasure is on the island'] });
    await bob.post(`/messages/conversations/${group.id}/leave`);
    await alice.delete(`/messages/conversations/${group.id}/participants/${carol.id}`);
    for (const person of [stranger, bob, carol]) {
      expect(await found(person, 'treasure')).toEqual([]);
      expect(await found(person, { from_user_id: alice.id })).toEqual([]);
      expectError(
        await search(person, { q: 'treasure', conversation_id: group.id }),
        404,
        'CONVERSATION_NOT_FOUND',
      );
      expectError(
        await search(person, { q: 'treasure', conversation_id: randomUUID() }),
        404,
        'CONVERSATION_NOT_FOUND',
      );
    }
    await say(alice, group, 'another treasure');
    expect(await found(carol, 'treasure')).toEqual([]);
    await alice.post(`/messages/conversations/${group.id}/participants`, { user_ids: [carol.id] });
    expect(await found(carol, 'treasure')).toHaveLength(2);
  });

  it('keeps what it may read: after a friendship, and blocked', async () => {
    const [alice, bob, conversation] = await twoFriends();
    await say(alice, conversation, 'old times');
    await alice.delete(`/friends/${bob.id}`);
    expect(await found(bob, 'old times')).toEqual(['old times']);
    await alice.put(`/users/${bob.id}/block`);
    await indexed(server);
    expect(await found(bob, 'old times')).toEqual(['old times']);
    expect(await found(alice, 'old times')).toEqual(['old times']);
  });

  it('is refused without a session', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const response = await fetch(`${server.url}/api/v1/messages/search?q=x`);
    expect(response.status).toBe(401);
    await alice.post('/auth/logout');
    expect((await search(alice, { q: 'x' })).status).toBe(401);
  });
});
