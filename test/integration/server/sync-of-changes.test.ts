import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReplayableEvent } from '#protocol/events.ts';
import { newFriends } from '../../support/people.ts';
import { say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

interface SyncPage {
  events: ReplayableEvent[];
  next_cursor: string;
}

const sync = async (person: TestPerson, cursor?: string) =>
  (await person.get<SyncPage>(`/messages/sync${cursor === undefined ? '' : `?cursor=${cursor}`}`))
    .body;

const react = (person: TestPerson, { id }: { id: string }, emoji: string) =>
  person.put(`/messages/messages/${id}/reactions/${encodeURIComponent(emoji)}`);

it('who was away learns of edits and reactions, and sees messages as they are now', async () => {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  const known = await say(alice, conversation, 'Known before');
  const { next_cursor: left } = await sync(bob);
  await alice.patch(`/messages/messages/${known.id}`, { content: 'Changed once' });
  const fresh = await say(alice, conversation, 'Sent meanwhile');
  await react(alice, known, '👍');
  await react(alice, known, '🎉');
  await alice.delete(`/messages/messages/${known.id}/reactions/${encodeURIComponent('👍')}`);
  await alice.patch(`/messages/messages/${known.id}`, { content: 'Changed twice' });

  const { events } = await sync(bob, left);
  const reactions = [{ emoji: '🎉', count: 1, user_ids: [alice.id] }];
  const own = events.filter(({ type }) => type !== 'message_delivered');
  expect(own).toMatchObject([
    { type: 'message_updated', message: { id: known.id, content: 'Changed twice', reactions } },
    { type: 'new_message', message: { id: fresh.id } },
    { type: 'reaction_added', message_id: known.id, emoji: '👍', user_id: alice.id, reactions },
    { type: 'reaction_added', message_id: known.id, emoji: '🎉', reactions },
    { type: 'reaction_removed', message_id: known.id, emoji: '👍', reactions },
    { type: 'message_updated', message: { content: 'Changed twice', reactions } },
  ]);
});

it('of a deleted message only its end comes: no text, and not who reacted to it', async () => {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  const { next_cursor: left } = await sync(bob);
  const message = await say(alice, conversation, 'Never mind');
  await react(alice, message, '👍');
  await alice.patch(`/messages/messages/${message.id}`, { content: 'Never, mind' });
  await alice.delete(`/messages/messages/${message.id}`);

  const { events } = await sync(bob, left);
  const tombstone = { id: message.id, content: '', reactions: [], is_deleted: true };
  expect(events).toMatchObject([
    { type: 'new_message', message: tombstone },
    { type: 'message_updated', message: tombstone },
    { type: 'message_deleted', message_id: message.id, conversation_id: conversation.id },
  ]);
});
