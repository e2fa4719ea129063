import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayableEvent, ServerEvent } from '#protocol/events.ts';
import type { Message } from '#protocol/messages.ts';
import { newFriends, newPeople, openSockets } from '../../support/people.ts';
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

const at = ({ id }: { id: string }) => `/messages/conversations/${id}`;

interface Page {
  events: ReplayableEvent[];
  next_cursor: string;
  has_more: boolean;
}

async function sync(person: TestPerson, cursor?: string, limit = 200): Promise<Page> {
  const query = cursor === undefined ? '' : `?cursor=${cursor}&limit=${String(limit)}`;
  const { status, body } = await person.get<Page>(`/messages/sync${query}`);
  expect(status).toBe(200);
  return body;
}

/** Everything after a cursor, page by page. */
async function replay(person: TestPerson, cursor: string, limit = 200): Promise<ReplayableEvent[]> {
  const events: ReplayableEvent[] = [];
  let next = cursor;
  for (;;) {
    const page = await sync(person, next, limit);
    expect(page.events.length).toBeLessThanOrEqual(limit);
    events.push(...page.events);
    next = page.next_cursor;
    if (!page.has_more) return events;
  }
}

const isReplayable = (event: ServerEvent): event is ReplayableEvent => 'cursor' in event;

/** A message comes back as it is now: whom it has reached and who has read it may have grown. */
function withoutReach(event: ReplayableEvent): unknown {
  if (event.type !== 'new_message') return event;
  return { ...event, message: { ...event.message, delivered_to: [], read_by: [] } };
}

/** All that a socket got and sync can replay, once the last of it has come. */
async function sentTo(socket: TestSocket): Promise<ReplayableEvent[]> {
  await socket.soFar('heartbeat_ack');
  return socket.events.filter(isReplayable);
}

const contents = (events: ReplayableEvent[]) =>
  events.flatMap((event) => (event.type === 'new_message' ? [event.message.content] : []));

/** One of everything that enters the log. */
async function liveThrough(alice: TestPerson, bob: TestPerson, carol: TestPerson): Promise<void> {
  await carol.post('/friends/requests', { user_id: bob.id });
  await bob.post('/friends/requests', { user_id: carol.id });
  const direct = await startConversation(alice, bob);
  await bob.put(`${at(direct)}/draft`, { content: 'Half a thought' });
  const first = await say(alice, direct, 'One', { client_message_id: 'sync-1' });
  await say(bob, direct, 'Two', { reply_to_message_id: first.id });
  await bob.post(`/messages/messages/${first.id}/read`);
  await alice.post(`${at(direct)}/read`);
  await bob.patch(at(direct), { is_archived: true, muted_until: '2031-01-01T00:00:00.000Z' });
  const group = await startConversation(bob, alice, alice);
  await bob.post(`${at(group)}/participants`, { user_ids: [carol.id] });
  await bob.patch(at(group), { name: 'The crew' });
  await bob.patch(`${at(group)}/participants/${alice.id}`, { role: 'admin' });
  await say(carol, group, 'Three 🦊');
  await bob.delete(`${at(group)}/participants/${carol.id}`);
  await bob.delete(`/friends/${carol.id}`);
}

describe('sync', () => {
  it('without a cursor answers the present one, from which nothing has happened', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const present = await sync(alice);
    expect(present).toMatchObject({ events: [], has_more: false });
    expect((await sync(alice, present.next_cursor)).events).toEqual([]);
    await say(bob, await startConversation(bob, alice), 'Something');
    const types = (await sync(alice, present.next_cursor)).events.map(({ type }) => type);
    expect(types).toEqual(['conversation_created', 'new_message']);
  });

  it('replays everything as the socket sent it, in whatever pages', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const [carol] = await newPeople(server.url, 'carol');
    const { next_cursor: start } = await sync(bob);
    const [hers, his] = await openSockets(server.url, alice, bob);
    await liveThrough(alice, bob, carol);
    await his.next('friend_removed');
    await hers.next('message_delivered');
    const sent = await sentTo(his);
    expect(new Set(sent.map(({ type }) => type))).toEqual(
      new Set([
        'friend_request',
        'friend_accepted',
        'friend_removed',
        'conversation_created',
        'conversation_updated',
        'conversation_settings_changed',
        'participant_added',
        'participant_removed',
        'conversation_note',
        'draft_changed',
        'new_message',
        'message_delivered',
        'message_read_receipt',
        'conversation_read_receipt',
      ]),
    );
    for (const limit of [500, 3, 1]) {
      const replayed = await replay(bob, start, limit);
      expect(replayed.map(withoutReach)).toEqual(sent.map(withoutReach));
    }
    const cursors = sent.map(({ cursor }) => Number(cursor));
    expect(cursors).toEqual([...new Set(cursors)].sort((one, other) => one - other));
  });

  it('goes on from any event’s own cursor', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const { next_cursor: start } = await sync(bob);
    const conversation = await startConversation(alice, bob);
    for (const content of ['One', 'Two', 'Three']) await say(alice, conversation, content);
    const all = await replay(bob, start);
    for (const [index, event] of all.entries()) {
      const rest = await replay(bob, event.cursor);
      const types = rest.map(({ type, cursor }) => [type, cursor]).slice(0, all.length - index - 1);
      expect(types).toEqual(all.slice(index + 1).map(({ type, cursor }) => [type, cursor]));
    }
  });

  it('pages end where there is no more', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const { next_cursor: start } = await sync(bob);
    const conversation = await startConversation(bob, alice, alice);
    for (let count = 1; count <= 5; count += 1) {
      await bob.patch(at(conversation), { name: `Name ${String(count)}` });
    }
    const first = await sync(bob, start, 4);
    expect([first.events.length, first.has_more]).toEqual([4, true]);
    expect(first.next_cursor).toBe(first.events[3]?.cursor);
    const second = await sync(bob, first.next_cursor, 4);
    expect([second.events.length, second.has_more]).toEqual([4, true]);
    // The creation and five names, and of each a note.
    const third = await sync(bob, second.next_cursor, 4);
    expect([third.events.length, third.has_more]).toEqual([4, false]);
  });

  it('of a cursor from nowhere shows no more than one’s own', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const [eve] = await newPeople(server.url, 'eve');
    await say(alice, await startConversation(alice, bob), 'Not for Eve');
    const present = await sync(eve);
    // From the beginning of the whole server, and from a time to come.
    expect(await replay(eve, '0')).toEqual([]);
    const ahead = await sync(eve, '999999999999999');
    expect(ahead).toEqual({ events: [], next_cursor: present.next_cursor, has_more: false });
    const bobs = await replay(bob, '0');
    const ofOthers = bobs.filter(
      (event) => 'conversation_id' in event && event.type === 'new_message',
    );
    expect(contents(ofOthers)).toEqual(['Not for Eve']);
  });
});

describe('sync of a group', () => {
  it('ends with one’s membership, and says so', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const { next_cursor: start } = await sync(carol);
    const group = await startConversation(alice, bob, carol);
    await say(alice, group, 'With Carol');
    await alice.delete(`${at(group)}/participants/${carol.id}`);
    await say(alice, group, 'Without Carol');
    const events = await replay(carol, start);
    expect(events.map(({ type }) => type)).toEqual(['participant_removed']);
    expect(events[0]).toMatchObject({ conversation_id: group.id, user_id: carol.id });
    // The others hear of it once.
    const removals = (await replay(bob, start)).filter(
      ({ type }) => type === 'participant_removed',
    );
    expect(removals).toHaveLength(1);
  });

  it('begins again for who is added again', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const group = await startConversation(alice, bob, bob);
    await alice.delete(`${at(group)}/participants/${bob.id}`);
    await say(alice, group, 'Without Bob');
    const { next_cursor: start } = await sync(bob);
    await alice.post(`${at(group)}/participants`, { user_ids: [bob.id] });
    await say(alice, group, 'With Bob again');
    expect(contents(await replay(bob, start))).toEqual(['With Bob again']);
  });
});

describe('sync of a message that has been destroyed since', () => {
  it('brings a tombstone, and the news of its end', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const { next_cursor: start } = await sync(bob);
    const conversation = await startConversation(alice, bob);
    const [hers] = await openSockets(server.url, alice);
    const message = await say(alice, conversation, 'Five seconds', { self_destruct_timer: 5 });
    await say(alice, conversation, 'For good');
    expect(contents(await replay(bob, start))).toEqual(['Five seconds', 'For good']);
    // The timer is real: nothing shorter is documented.
    const destroyed = await hers.next('message_destroyed');
    expect(destroyed).toMatchObject({ conversation_id: conversation.id, message_id: message.id });
    expect(Date.parse(destroyed.timestamp)).toBeGreaterThanOrEqual(
      Date.parse(message.self_destruct_at ?? ''),
    );
    const events = await replay(bob, start);
    expect(contents(events)).toEqual(['', 'For good']);
    expect(events.find((event) => event.type === 'new_message')).toMatchObject({
      message: { id: message.id, seq: 1, is_destroyed: true },
    });
    expect(events.filter(({ type }) => type === 'message_destroyed')).toEqual([destroyed]);
    const { body } = await bob.get<Message[]>(`${at(conversation)}/messages?mark_read=false`);
    expect(body.map(({ content }) => content)).toEqual(['For good', '']);
  });
});
