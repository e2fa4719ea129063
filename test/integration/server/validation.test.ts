import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import type { Message } from '#protocol/messages.ts';
import { expectError, expectInvalid } from '../../support/error-answer.ts';
import { newFriends, newPeople } from '../../support/people.ts';
import { say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import { visibleState } from '../../support/visible-state.ts';

let server: TestServer;
let alice: TestPerson;
let bob: TestPerson;
let carol: TestPerson;
let stranger: TestPerson;
let conversation: Conversation;
let group: Conversation;
let message: Message;
/** Two whose conversation grows, so that what is compared before and after stays small. */
let dora: TestPerson;
let emil: TestPerson;
let talk: Conversation;

beforeAll(async () => {
  server = await startServer();
  [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
  [stranger] = await newPeople(server.url, 'stranger');
  conversation = await startConversation(alice, bob);
  group = await startConversation(alice, bob, carol);
  [dora, emil] = await newFriends(server.url, 'dora', 'emil');
  talk = await startConversation(dora, emil);
  message = await say(alice, conversation, 'Here before');
});
afterAll(() => stopServer(server));

/** Runs a request that must be refused, and holds everything that could have changed to what it was. */
async function unchanged<A>(request: () => Promise<A>): Promise<A> {
  const before = await visibleState(alice, bob);
  const answer = await request();
  expect(await visibleState(alice, bob)).toEqual(before);
  return answer;
}

const unknownIds = (count: number) => Array.from({ length: count }, () => randomUUID());

describe('POST /messages/conversations', () => {
  const create = (body: unknown) => alice.post('/messages/conversations', body);

  it.each<[string, () => unknown, string]>([
    ['no participant_ids', () => ({ conversation_type: 'direct' }), 'body.participant_ids'],
    [
      '0 participant_ids',
      () => ({ participant_ids: [], conversation_type: 'group' }),
      'body.participant_ids',
    ],
    [
      '11 participant_ids',
      () => ({ participant_ids: unknownIds(11), conversation_type: 'group' }),
      'body.participant_ids',
    ],
    [
      'an id that is no UUID',
      () => ({ participant_ids: ['bob'], conversation_type: 'direct' }),
      'body.participant_ids.0',
    ],
    [
      'a number for an id',
      () => ({ participant_ids: [7], conversation_type: 'direct' }),
      'body.participant_ids.0',
    ],
    [
      'participant_ids that is no list',
      () => ({ participant_ids: bob.id, conversation_type: 'direct' }),
      'body.participant_ids',
    ],
    ['no conversation_type', () => ({ participant_ids: [bob.id] }), 'body.conversation_type'],
    [
      'an unknown conversation_type',
      () => ({ participant_ids: [bob.id], conversation_type: 'channel' }),
      'body.conversation_type',
    ],
    [
      'an empty name',
      () => ({ participant_ids: [bob.id], conversation_type: 'group', name: '' }),
      'body.name',
    ],
    [
      'a blank name',
      () => ({ participant_ids: [bob.id], conversation_type: 'group', name: ' \t' }),
      'body.name',
    ],
    [
      'a name of 101 characters',
      () => ({ participant_ids: [bob.id], conversation_type: 'group', name: 'n'.repeat(101) }),
      'body.name',
    ],
    ['a list for a body', () => [], 'body'],
    ['null for a body', () => null, 'body'],
  ])('refuses %s with 422', async (_, body, path) => {
    expectInvalid(await unchanged(() => create(body())), path);
  });

  it.each<[string, () => string[]]>([
    ['2 others', () => [bob.id, carol.id]],
    ['only oneself', () => [alice.id]],
  ])('refuses a direct conversation with %s with 400', async (_, ids) => {
    const body = { participant_ids: ids(), conversation_type: 'direct' };
    const { detail } = expectError(
      await unchanged(() => create(body)),
      400,
      'INVALID_PARTICIPANT_COUNT',
    );
    expect(detail).toBe('Direct conversations must have exactly 2 participants');
  });

  it('refuses a group of nobody else with 400', async () => {
    const body = { participant_ids: [alice.id], conversation_type: 'group' };
    expectError(await unchanged(() => create(body)), 400, 'INVALID_PARTICIPANT_COUNT');
  });

  it.each<[string, () => string[], string]>([
    ['a stranger', () => [stranger.id], 'direct'],
    ['nobody known', () => [randomUUID()], 'direct'],
    ['friends and a stranger', () => [bob.id, stranger.id], 'group'],
    ['10 unknown people', () => unknownIds(10), 'group'],
  ])('refuses %s with 403', async (_, ids, conversation_type) => {
    const body = { participant_ids: ids(), conversation_type };
    const { detail } = expectError(await unchanged(() => create(body)), 403, 'NOT_FRIENDS');
    expect(detail).toBe('Can only create conversations with friends');
  });

  it('takes 10 participant_ids and a name of 100 characters', async () => {
    // Ten entries: each friend several times is still each friend once.
    const ids = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? bob.id : carol.id));
    const answer = await alice.post<Conversation>('/messages/conversations', {
      participant_ids: ids,
      conversation_type: 'group',
      name: '🎉'.repeat(100),
    });
    expect(answer.status).toBe(201);
    expect(answer.body.participants).toHaveLength(3);
    expect(answer.body.name).toBe('🎉'.repeat(100));
  });
});

describe('POST …/messages', () => {
  const send = (body: unknown) =>
    alice.post<Message>(`/messages/conversations/${conversation.id}/messages`, body);
  const accepted = (body: unknown) =>
    dora.post<Message>(`/messages/conversations/${talk.id}/messages`, body);

  it.each<[string, unknown, string]>([
    ['no content', {}, 'body.content'],
    ['null content', { content: null }, 'body.content'],
    ['a number for content', { content: 5 }, 'body.content'],
    ['0 characters', { content: '' }, 'body.content'],
    ['5001 characters', { content: 'a'.repeat(5001) }, 'body.content'],
    ['5001 characters outside the basic plane', { content: '😀'.repeat(5001) }, 'body.content'],
    [
      '5001 characters with combining marks',
      { content: `${'e\u0301'.repeat(2500)}e` },
      'body.content',
    ],
    ['a high surrogate alone', { content: 'a\ud83d' }, 'body.content'],
    ['a low surrogate alone', { content: '\ude00a' }, 'body.content'],
    ['an unknown message_type', { content: 'a', message_type: 'sticker' }, 'body.message_type'],
    ['a message_type in capitals', { content: 'a', message_type: 'TEXT' }, 'body.message_type'],
    [
      'a reply to no UUID',
      { content: 'a', reply_to_message_id: 'first' },
      'body.reply_to_message_id',
    ],
    ['attachments that are no list', { content: 'a', attachments: 'file' }, 'body.attachments'],
    [
      'an attachment that is no UUID',
      { content: 'a', attachments: ['file'] },
      'body.attachments.0',
    ],
    ['11 attachments', { content: 'a', attachments: unknownIds(11) }, 'body.attachments'],
    [
      'an empty client_message_id',
      { content: 'a', client_message_id: '' },
      'body.client_message_id',
    ],
    [
      'a client_message_id of 129',
      { content: 'a', client_message_id: 'c'.repeat(129) },
      'body.client_message_id',
    ],
    [
      'a client_message_id that is no text',
      { content: 'a', client_message_id: 9 },
      'body.client_message_id',
    ],
    ...[0, -5, 1, 4, 6, 5.5, 29, 31, 61, 604_801, '60', true].map(
      (timer): [string, unknown, string] => [
        `a timer of ${JSON.stringify(timer)}`,
        { content: 'a', self_destruct_timer: timer },
        'body.self_destruct_timer',
      ],
    ),
  ])('refuses %s with 422', async (_, body, path) => {
    expectInvalid(await unchanged(() => send(body)), path);
  });

  it('names every field that is wrong', async () => {
    const answer = await unchanged(() => send({ content: '', message_type: 'sticker' }));
    expectInvalid(answer, 'body.content');
    expectInvalid(answer, 'body.message_type');
  });

  it.each<[string, string]>([
    ['1 character', 'a'],
    ['1 character outside the basic plane', '😀'],
    ['5000 characters', 'a'.repeat(5000)],
    ['5000 characters outside the basic plane', '😀'.repeat(5000)],
    ['5000 characters of letters and combining marks', 'e\u0301'.repeat(2500)],
    ['a line break and blanks alone', ' \n '],
    [
      'characters that JSON and SQL take for their own',
      `"'; DROP TABLE message; -- \\ \u0000 \u2028`,
    ],
    ['right-to-left text', 'مرحبا بالعالم'],
  ])('takes %s and gives it back as it was', async (_, content) => {
    const answer = await accepted({ content });
    expect(answer.status).toBe(201);
    expect(answer.body.content).toBe(content);
    const { body } = await emil.get<Message[]>(
      `/messages/conversations/${talk.id}/messages?limit=1&mark_read=false`,
    );
    expect(body[0]?.content).toBe(content);
  });

  it.each(['text', 'voice', 'video', 'image'])('takes a message_type of %s', async (type) => {
    const { status, body } = await accepted({ content: 'a', message_type: type });
    expect([status, body.message_type]).toEqual([201, type]);
  });

  it('takes a client_message_id of 1 and of 128 characters, and null for what is optional', async () => {
    for (const id of ['1', '🆔'.repeat(128)]) {
      const { status, body } = await accepted({ content: 'a', client_message_id: id });
      expect([status, body.client_message_id]).toEqual([201, id]);
    }
    const nothing = {
      reply_to_message_id: null,
      attachments: [],
      self_destruct_timer: null,
      client_message_id: null,
    };
    const { status, body } = await accepted({ content: 'a', ...nothing });
    expect([status, body.message_type]).toEqual([201, 'text']);
  });

  it.each<[string, () => unknown, 'MESSAGE_NOT_FOUND' | 'ATTACHMENT_NOT_FOUND']>([
    [
      'a reply to no message',
      () => ({ content: 'a', reply_to_message_id: randomUUID() }),
      'MESSAGE_NOT_FOUND',
    ],
    [
      'an attachment that is not there',
      () => ({ content: 'a', attachments: [randomUUID()] }),
      'ATTACHMENT_NOT_FOUND',
    ],
  ])('answers %s with 404', async (_, body, code) => {
    expectError(await unchanged(() => send(body())), 404, code);
  });

  it('answers a reply to a message of another conversation with 404', async () => {
    const body = { content: 'a', reply_to_message_id: message.id };
    const path = `/messages/conversations/${group.id}/messages`;
    expectError(await unchanged(() => alice.post(path, body)), 404, 'MESSAGE_NOT_FOUND');
  });
});

describe('query strings', () => {
  interface Range {
    path: () => string;
    name: string;
    min: number;
    max: number | null;
  }
  const messages = () => `/messages/conversations/${conversation.id}/messages`;
  const ranges: [string, Range][] = [
    [
      'conversations: limit',
      { path: () => '/messages/conversations', name: 'limit', min: 1, max: 50 },
    ],
    [
      'conversations: offset',
      { path: () => '/messages/conversations', name: 'offset', min: 0, max: null },
    ],
    ['messages: limit', { path: messages, name: 'limit', min: 1, max: 100 }],
    ['messages: offset', { path: messages, name: 'offset', min: 0, max: null }],
    ['users: limit', { path: () => '/users', name: 'limit', min: 1, max: 50 }],
    ['sync: limit', { path: () => '/messages/sync', name: 'limit', min: 1, max: 500 }],
  ];

  it.each(ranges)('%s is held to its bounds', async (_, { path, name, min, max }) => {
    const beyond = max === null ? [] : [max + 1];
    const wrong = [min - 1, -1, '1.5', 'ten', '', '1e1', '0x1', ' 1', 'null', '9'.repeat(20)];
    await unchanged(async () => {
      for (const value of [...beyond, ...wrong]) {
        const query = `?${name}=${encodeURIComponent(value)}`;
        expectInvalid(await alice.get(`${path()}${query}`), `query.${name}`);
      }
    });
    for (const value of [min, max ?? 1_000_000]) {
      expect((await alice.get(`${path()}?${name}=${String(value)}`)).status).toBe(200);
    }
  });

  it.each(['before_message_id', 'after_message_id', 'around_message_id'])(
    '%s must name a message of the conversation',
    async (name) => {
      const page = (id: string, from = conversation) =>
        alice.get(`/messages/conversations/${from.id}/messages?${name}=${id}`);
      expectInvalid(await page('newest'), `query.${name}`);
      expectError(await page(randomUUID()), 404, 'MESSAGE_NOT_FOUND');
      expectError(await page(message.id, group), 404, 'MESSAGE_NOT_FOUND');
      expect((await page(message.id)).status).toBe(200);
    },
  );

  it('refuses two anchors at once', async () => {
    const both = `before_message_id=${message.id}&after_message_id=${message.id}`;
    expectInvalid(await alice.get(`${messages()}?${both}`), 'query');
    const time = `around_time=${message.created_at}&around_message_id=${message.id}`;
    expectInvalid(await alice.get(`${messages()}?${time}`), 'query');
  });

  it('around_time must be a time', async () => {
    for (const time of ['', 'today', '2026-05-04', '1777777777000']) {
      expectInvalid(await alice.get(`${messages()}?around_time=${time}`), 'query.around_time');
    }
  });

  it.each([
    '',
    '?is_typing=',
    '?is_typing=maybe',
    '?is_typing=1',
    '?is_typing=TRUE',
    '?isTyping=true',
  ])('typing%s is refused with 422', async (query) => {
    const path = `/messages/conversations/${conversation.id}/typing${query}`;
    expectInvalid(await unchanged(() => alice.post(path)), 'query.is_typing');
  });

  it.each([
    ['archived', '/messages/conversations?archived=perhaps'],
    ['cursor', '/messages/sync?cursor=-1'],
    ['cursor', '/messages/sync?cursor=newest'],
    ['cursor', '/messages/sync?cursor='],
    ['query', `/users?query=${'q'.repeat(65)}`],
  ])('%s: %s is refused with 422', async (name, path) => {
    expectInvalid(await alice.get(path), `query.${name}`);
  });

  it('mark_read other than true or false is refused and reads nothing', async () => {
    const unread = await startConversation(alice, carol);
    await say(alice, unread, 'Not read yet');
    const path = `/messages/conversations/${unread.id}`;
    expectInvalid(await carol.get(`${path}/messages?mark_read=no`), 'query.mark_read');
    expect((await carol.get<Conversation>(path)).body.unread_count).toBe(1);
  });
});

// Last, since what these send is destroyed, and enters the log, while later tests would run.
describe('self_destruct_timer', () => {
  it.each([5, 10, 30, 60, 300, 3600, 86_400, 604_800])('takes a timer of %i s', async (timer) => {
    const { status, body } = await dora.post<Message>(
      `/messages/conversations/${talk.id}/messages`,
      { content: 'Soon gone', self_destruct_timer: timer },
    );
    expect(status).toBe(201);
    const lifetimeMs = Date.parse(body.self_destruct_at ?? '') - Date.parse(body.created_at);
    expect(lifetimeMs).toBe(timer * 1000);
  });
});
