import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tokens } from '#protocol/accounts.ts';
import type { Draft } from '#protocol/drafts.ts';
import type { ReplayableEvent } from '#protocol/events.ts';
import { expectError } from '../../support/error-answer.ts';
import { newFriends, newPeople, openSockets } from '../../support/people.ts';
import { password, personOf, rest, say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

const at = ({ id }: { id: string }) => `/messages/conversations/${id}`;
const draftsOf = async (person: TestPerson) => (await person.get<Draft[]>('/messages/drafts')).body;
const save = (person: TestPerson, conversation: { id: string }, content: string, more = {}) =>
  person.put<Draft>(`${at(conversation)}/draft`, { content, ...more });

const presentCursor = async (person: TestPerson) =>
  (await person.get<{ next_cursor: string }>('/messages/sync')).body.next_cursor;

const draftEventsSince = async (person: TestPerson, cursor: string) => {
  const path = `/messages/sync?cursor=${cursor}&limit=500`;
  const { body } = await person.get<{ events: ReplayableEvent[] }>(path);
  return body.events.flatMap((event) => (event.type === 'draft_changed' ? [event] : []));
};

/** The same person on another device. */
const signInAgain = async ({ username }: TestPerson) => {
  const login = { username, password, device_name: 'Another device' };
  return personOf(
    server.url,
    (await rest<Tokens>(server.url, 'POST', '/auth/login', { json: login })).body,
  );
};

describe('a draft', () => {
  it('is kept, listed, and told to the person’s own devices only', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const { id: replied } = await say(bob, conversation, 'Well?');
    const tablet = await signInAgain(alice);
    const [hers, her2, his] = await openSockets(server.url, alice, tablet, bob);
    const more = { reply_to_message_id: replied, self_destruct_timer: 60 };
    const { status, body } = await save(alice, conversation, '  Half a thought', more);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      conversation_id: conversation.id,
      content: '  Half a thought',
      ...more,
    });
    for (const socket of [hers, her2]) {
      const event = await socket.next('draft_changed');
      expect(event).toMatchObject({ conversation_id: conversation.id, draft: body });
    }
    expect(await draftsOf(tablet)).toEqual([body]);
    expect(await his.soFar('draft_changed')).toEqual([]);
    expect(await draftsOf(bob)).toEqual([]);
  });

  it('is what the last one to save it said', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const tablet = await signInAgain(alice);
    const cursor = await presentCursor(alice);
    await save(alice, conversation, 'From the desk');
    await save(tablet, conversation, 'From the sofa');
    const [draft, ...others] = await draftsOf(alice);
    expect(others).toEqual([]);
    expect(draft?.content).toBe('From the sofa');
    // Sync tells what is, once: what was in between is not kept.
    const events = await draftEventsSince(alice, cursor);
    expect(events.map((event) => event.draft)).toEqual([draft]);
  });

  it('says nothing twice', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const [socket] = await openSockets(server.url, alice);
    const first = await save(alice, conversation, 'The same');
    expect((await save(alice, conversation, 'The same')).body).toEqual(first.body);
    await save(alice, conversation, '');
    await save(alice, conversation, '   ');
    expect(await socket.soFar('draft_changed')).toHaveLength(2);
  });

  it('is removed by nothing but blanks; a reply alone is something', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const { id } = await say(bob, conversation, 'Well?');
    await save(alice, conversation, '', { reply_to_message_id: id });
    expect(await draftsOf(alice)).toMatchObject([{ content: '', reply_to_message_id: id }]);
    const cursor = await presentCursor(alice);
    const removed = await save(alice, conversation, ' \n ', { self_destruct_timer: 60 });
    expect(removed.body).toMatchObject({ content: '', self_destruct_timer: null });
    expect(await draftsOf(alice)).toEqual([]);
    const [event] = await draftEventsSince(alice, cursor);
    expect(event?.draft).toMatchObject({ content: '', reply_to_message_id: null });
  });

  it('ends when it is sent, with the message', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const [socket] = await openSockets(server.url, alice);
    // What was saved last may lack the last letters.
    await save(alice, conversation, 'Half a thou');
    await say(alice, conversation, 'Half a thought');
    expect(await draftsOf(alice)).toEqual([]);
    await socket.next('draft_changed', ({ draft }) => draft.content === '');
  });

  it('stays when something else is sent', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    await save(alice, conversation, 'Half a thought');
    await say(alice, conversation, 'Forwarded from elsewhere');
    await say(bob, conversation, 'Half a thought');
    expect(await draftsOf(alice)).toMatchObject([{ content: 'Half a thought' }]);
  });

  it('is refused to outsiders, and for what is not in the conversation', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const [stranger] = await newPeople(server.url, 'stranger');
    const conversation = await startConversation(alice, bob);
    const refused = await save(stranger, conversation, 'Mine');
    expectError(refused, 404, 'CONVERSATION_NOT_FOUND');
    const nowhere = { id: randomUUID() };
    expectError(await save(alice, nowhere, 'Mine'), 404, 'CONVERSATION_NOT_FOUND');
    for (const reply_to_message_id of [randomUUID()]) {
      const answer = await save(alice, conversation, 'Mine', { reply_to_message_id });
      expectError(answer, 404, 'MESSAGE_NOT_FOUND');
    }
    const longest = '🦊'.repeat(10_000);
    expect((await save(alice, conversation, longest)).body.content).toBe(longest);
    const bad = [
      { content: `${longest}x` },
      { content: 'x', self_destruct_timer: 7 },
      { content: 'x', reply_to_message_id: 'none' },
      { content: '\ud800' },
      {},
    ];
    for (const body of bad) {
      const answer = await alice.put(`${at(conversation)}/draft`, body);
      expectError(answer, 422, 'VALIDATION_ERROR');
    }
  });

  it('goes when its author leaves the group, or is removed from it', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const group = await startConversation(alice, bob, bob);
    const cursor = await presentCursor(bob);
    await save(bob, group, 'Half a thought');
    await alice.delete(`${at(group)}/participants/${bob.id}`);
    expect(await draftsOf(bob)).toEqual([]);
    expectError(await save(bob, group, 'More'), 404, 'CONVERSATION_NOT_FOUND');
    expect((await draftEventsSince(bob, cursor)).map(({ draft }) => draft.content)).toEqual(['']);
    await alice.post(`${at(group)}/participants`, { user_ids: [bob.id] });
    expect(await draftsOf(bob)).toEqual([]);
    await save(bob, group, 'Half a thought');
    await bob.post(`${at(group)}/leave`);
    await alice.post(`${at(group)}/participants`, { user_ids: [bob.id] });
    expect(await draftsOf(bob)).toEqual([]);
  });
});
