import { expect, it } from 'vitest';
import type { ReplayableEvent } from '#protocol/events.ts';
import { newFriends, openSockets } from '../support/people.ts';
import { say, startConversation } from '../support/rest.ts';
import { startServerForTest } from '../support/test-server.ts';

interface Page {
  events: ReplayableEvent[];
  next_cursor: string;
}

it('what happened in a group before one joined is history to sync, not news', async () => {
  const { url } = await startServerForTest();
  const [alice, bob, carol] = await newFriends(url, 'alice', 'bob', 'carol');
  const { next_cursor: start } = (await carol.get<Page>('/messages/sync')).body;
  const group = await startConversation(alice, bob, bob);
  const path = `/messages/conversations/${group.id}`;
  await say(alice, group, 'Before Carol');
  await alice.patch(path, { name: 'Named before Carol' });
  const [hers] = await openSockets(url, carol);
  await alice.post(`${path}/participants`, { user_ids: [carol.id] });
  await say(alice, group, 'With Carol');
  await hers.next('new_message');
  const sent = hers.events.flatMap((event) => ('cursor' in event ? [event.cursor] : []));
  const { body } = await carol.get<Page>(`/messages/sync?cursor=${start}`);
  expect(body.events.map(({ type }) => type)).toEqual([
    'participant_added',
    'conversation_note',
    'new_message',
  ]);
  expect(body.events.map(({ cursor }) => cursor)).toEqual(sent);
});
