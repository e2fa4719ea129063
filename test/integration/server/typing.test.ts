import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import { newFriends, openSockets } from '../../support/people.ts';
import { say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import type { TestSocket } from '../../support/socket.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

interface Talk {
  conversation: Conversation;
  alice: TestPerson;
  hers: TestSocket;
  his: TestSocket;
}

async function talk(): Promise<Talk> {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  const [hers, his] = await openSockets(server.url, alice, bob);
  return { conversation, alice, hers, his };
}

const ways: [string, (typist: Talk, isTyping: boolean) => Promise<void> | void][] = [
  [
    'REST',
    async ({ alice, conversation }, isTyping) => {
      const path = `/messages/conversations/${conversation.id}/typing?is_typing=${isTyping}`;
      expect(await alice.post(path)).toMatchObject({
        status: 200,
        body: { message: 'Typing indicator sent' },
      });
    },
  ],
  [
    'the socket',
    ({ hers, conversation }, isTyping) =>
      hers.send(isTyping ? 'typing_start' : 'typing_stop', { conversation_id: conversation.id }),
  ],
];

describe.each(ways)('typing over %s', (_, type) => {
  it('starts and stops for the others', async () => {
    const current = await talk();
    const { alice, conversation, his } = current;
    const shown = {
      type: 'user_typing',
      conversation_id: conversation.id,
      user_id: alice.id,
      username: alice.username,
    };
    await type(current, true);
    expect(await his.next('user_typing')).toMatchObject({ ...shown, is_typing: true });
    await type(current, false);
    expect(await his.next('user_typing')).toMatchObject({ ...shown, is_typing: false });
  });

  it('expires after three seconds, once', async () => {
    const current = await talk();
    await type(current, true);
    const begin = await current.his.next('user_typing', (event) => event.is_typing);
    const end = await current.his.next('user_typing', (event) => !event.is_typing);
    // By the server's clock: when a busy machine lets this test see them is another matter.
    const lastedMs = Date.parse(end.timestamp) - Date.parse(begin.timestamp);
    expect(lastedMs).toBeGreaterThan(2_800);
    expect(lastedMs).toBeLessThan(10_000);
    expect(await current.his.soFar('user_typing')).toHaveLength(2);
  });

  it('goes on for three seconds from the last stroke', async () => {
    const current = await talk();
    await type(current, true);
    const first = await current.his.next('user_typing');
    // Time itself is what is tested here: a third of it passes before the next stroke.
    await setTimeout(Date.parse(first.timestamp) + 1_000 - Date.now());
    await type(current, true);
    const again = await current.his.next('user_typing');
    const end = await current.his.next('user_typing');
    expect([again.is_typing, end.is_typing]).toEqual([true, false]);
    const lastedMs = Date.parse(end.timestamp) - Date.parse(again.timestamp);
    expect(lastedMs).toBeGreaterThan(2_800);
  });
});

it('ends with the message', async () => {
  const current = await talk();
  const { alice, conversation, hers, his } = current;
  hers.send('typing_start', { conversation_id: conversation.id });
  await his.next('user_typing', (event) => event.is_typing);
  await say(alice, conversation, 'Written');
  // It has ended by the time the message is answered, without waiting for its expiry.
  const shown = (await his.soFar('user_typing')).map(({ is_typing }) => is_typing);
  expect(shown).toEqual([true, false]);
});

it('that never began is not said to end', async () => {
  const { alice, conversation, hers, his } = await talk();
  hers.send('typing_stop', { conversation_id: conversation.id });
  await say(alice, conversation, 'Pasted');
  await his.next('new_message');
  expect(await his.soFar('user_typing')).toEqual([]);
});

it('is never shown to one’s own devices', async () => {
  const { alice, conversation, hers, his } = await talk();
  const [hersToo] = await openSockets(server.url, alice);
  hers.send('typing_start', { conversation_id: conversation.id });
  await his.next('user_typing');
  hers.send('typing_stop', { conversation_id: conversation.id });
  await his.next('user_typing');
  for (const own of [hers, hersToo]) expect(await own.soFar('user_typing')).toEqual([]);
});

it('of each is their own, in each conversation', async () => {
  const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
  const group = await startConversation(alice, bob, carol);
  const direct = await startConversation(alice, carol);
  const [hers, his, carols] = await openSockets(server.url, alice, bob, carol);
  hers.send('typing_start', { conversation_id: group.id });
  await carols.next('user_typing', (event) => event.user_id === alice.id);
  his.send('typing_start', { conversation_id: group.id });
  await carols.next('user_typing', (event) => event.user_id === bob.id);
  hers.send('typing_start', { conversation_id: direct.id });
  await carols.next('user_typing', (event) => event.conversation_id === direct.id);
  hers.send('typing_stop', { conversation_id: group.id });
  const stopped = await carols.next('user_typing', (event) => !event.is_typing);
  expect(stopped).toMatchObject({ conversation_id: group.id, user_id: alice.id });
  // Bob is in the group alone.
  const seen = await his.soFar('user_typing');
  expect(seen.filter((event) => event.conversation_id === direct.id)).toEqual([]);
});
