import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFriends } from '../../support/people.ts';
import { say, startConversation } from '../../support/rest.ts';
import { found, indexed } from '../../support/search.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

describe.each([
  ['before the index has it', () => Promise.resolve()],
  ['once it is in the index', () => indexed(server)],
])('a message that is changed %s', (_, settle) => {
  it('is found by its new text only, and not at all once it is deleted', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const { id } = await say(alice, conversation, 'lunch at noon');
    await say(bob, conversation, 'lunch it is');
    await settle();
    await alice.patch(`/messages/messages/${id}`, { content: 'dinner at eight' });
    expect(await found(bob, 'noon')).toEqual([]);
    expect(await found(bob, 'dinner')).toEqual(['dinner at eight']);
    await settle();
    expect(await found(bob, 'lunch')).toEqual(['lunch it is']);
    expect(await found(bob, { from_user_id: alice.id })).toEqual(['dinner at eight']);
    await alice.delete(`/messages/messages/${id}`);
    expect(await found(bob, 'dinner')).toEqual([]);
    expect(await found(bob, { from_user_id: alice.id })).toEqual([]);
  });

  it('with a timer is found by its new text only, too', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const timer = { self_destruct_timer: 3_600 };
    const { id } = await say(alice, conversation, 'lunch at noon', timer);
    await settle();
    await alice.patch(`/messages/messages/${id}`, { content: 'dinner at eight' });
    expect(await found(bob, 'lunch')).toEqual([]);
    expect(await found(bob, 'dinner')).toEqual(['dinner at eight']);
    await alice.delete(`/messages/messages/${id}`);
    expect(await found(bob, 'dinner')).toEqual([]);
  });
});
