import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '#protocol/limits.ts';
import { newFriends, newPeople, openSockets } from '../../support/people.ts';
import { say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { TestSocket } from '../../support/socket.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import { upgradeStatus } from '../../support/upgrade.ts';

let server: TestServer;
let alice: TestPerson;
beforeAll(async () => {
  server = await startServer({ allowedOrigins: ['https://intranet.example'] });
  [alice] = await newPeople(server.url, 'alice');
});
afterAll(() => stopServer(server));

describe('a socket', () => {
  const path = (token: string) => `/chat/ws?token=${token}`;

  it.each([
    ['no token', () => '/chat/ws'],
    ['an empty token', () => path('')],
    ['nonsense for a token', () => path('nonsense')],
    ['a refresh token', () => path(alice.refreshToken)],
    ['the token under another name', () => `/chat/ws?access_token=${alice.token}`],
  ])('with %s is refused with 401 before the upgrade', async (_, make) => {
    expect(await upgradeStatus(server.url, make())).toBe(401);
  });

  it('does not take the token from a header, which no browser could send', async () => {
    const headers = { authorization: `Bearer ${alice.token}` };
    expect(await upgradeStatus(server.url, '/chat/ws', headers)).toBe(401);
  });

  it('is refused after its session has ended', async () => {
    const [brief] = await newPeople(server.url, 'brief');
    expect(await upgradeStatus(server.url, path(brief.token))).toBe(101);
    await brief.post('/auth/logout');
    expect(await upgradeStatus(server.url, path(brief.token))).toBe(401);
  });

  it.each([
    'https://evil.example',
    'http://192.0.2.7:8000',
    'https://localhost.evil.example',
    'https://intranet.example.evil.example',
    'http://intranet.example',
    'https://intranet.example:8443',
    'file://',
    'null',
    'app://localhost',
  ])('of a page from %s is refused with 403', async (origin) => {
    expect(await upgradeStatus(server.url, path(alice.token), { origin })).toBe(403);
  });

  it.each([
    'http://localhost:5173',
    'http://127.0.0.1:8000',
    'https://localhost',
    'http://[::1]:3000',
    'https://intranet.example',
  ])('of a page from %s is taken', async (origin) => {
    expect(await upgradeStatus(server.url, path(alice.token), { origin })).toBe(101);
  });

  it('of a page from elsewhere is refused before its token is looked at', async () => {
    const headers = { origin: 'https://evil.example' };
    expect(await upgradeStatus(server.url, path('nonsense'), headers)).toBe(403);
  });

  it('says first of all that it is connected', async () => {
    const socket = await TestSocket.open(server.url, alice.token);
    expect(socket.events).toEqual([
      {
        type: 'connection_established',
        user_id: alice.id,
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
        message: 'Connected to real-time chat',
        epoch: 1,
        epoch_proof: expect.stringMatching(/^[\w-]{43}$/) as string,
      },
    ]);
    socket.close();
  });
});

describe('a command', () => {
  let socket: TestSocket;
  beforeAll(async () => {
    socket = await TestSocket.open(server.url, alice.token);
  });

  it.each([
    ['cut off', '{"type":"heartbeat"'],
    ['empty', ''],
    ['no JSON', 'heartbeat'],
    ['binary', Buffer.from([0, 255, 254])],
  ])('that is %s is answered with an error; the socket stays open', async (_, text) => {
    socket.socket.send(text);
    expect(await socket.next('error')).toEqual({
      type: 'error',
      message: 'Invalid JSON format',
      error_code: 'MALFORMED_JSON',
      timestamp: expect.any(String) as string,
    });
    socket.send('heartbeat', {});
    await socket.next('heartbeat_ack');
  });

  it.each([
    ['an unknown type', { type: 'shout', data: {} }, 'Unknown message type'],
    ['a server’s own type', { type: 'new_message', data: {} }, 'Unknown message type'],
    ['no type', { data: {} }, 'Unknown message type'],
    ['a number for a type', { type: 7 }, 'Unknown message type'],
    ['null', null, 'Unknown message type'],
    ['a list', [], 'Unknown message type'],
    ['a name that every object has', { type: 'constructor' }, 'Unknown message type'],
    ['no data', { type: 'join_conversation' }, 'data'],
    ['no id', { type: 'typing_start', data: {} }, 'data.conversation_id'],
    ['no UUID', { type: 'message_read', data: { message_id: 'x' } }, 'data.message_id'],
  ])('with %s is answered with an error', async (_, value, named) => {
    socket.socket.send(JSON.stringify(value));
    const error = await socket.next('error');
    expect(error.error_code).toBe('VALIDATION_ERROR');
    expect(error.message).toContain(named);
  });

  it.each(['join_conversation', 'typing_start', 'typing_stop'])(
    '%s is answered alike for what is not there and what one may not see',
    async (type) => {
      const [bob, carol] = await newFriends(server.url, 'bob', 'carol');
      const { id } = await startConversation(bob, carol);
      const [his] = await openSockets(server.url, bob);
      const messages: string[] = [];
      for (const conversation_id of [id, randomUUID()]) {
        socket.send(type, { conversation_id });
        const error = await socket.next('error');
        expect(error.error_code).toBe('CONVERSATION_NOT_FOUND');
        messages.push(error.message);
      }
      expect(messages[0]).toBe(messages[1]);
      expect(await his.soFar('user_typing')).toEqual([]);
    },
  );

  it('message_read is answered alike for what is not there and what one may not see', async () => {
    const [bob, carol] = await newFriends(server.url, 'bob', 'carol');
    const message = await say(bob, await startConversation(bob, carol), 'Not for Alice');
    const [his] = await openSockets(server.url, bob);
    for (const message_id of [message.id, randomUUID()]) {
      socket.send('message_read', { message_id });
      expect((await socket.next('error')).error_code).toBe('MESSAGE_NOT_FOUND');
    }
    expect(await his.soFar('message_read_receipt')).toEqual([]);
  });

  it('heartbeat is acknowledged, with data or without', async () => {
    for (const data of [{}, undefined, { sent_at: 1 }]) {
      socket.send('heartbeat', data);
      expect((await socket.next('heartbeat_ack')).user_id).toBe(alice.id);
    }
  });

  it('join and leave concern one’s own conversations, and cut nobody off', async () => {
    const [bob, carol] = await newFriends(server.url, 'bob', 'carol');
    const { id } = await startConversation(bob, carol);
    const [his, hers] = await openSockets(server.url, bob, carol);
    his.send('join_conversation', { conversation_id: id });
    expect((await his.next('conversation_joined')).conversation_id).toBe(id);
    his.send('leave_conversation', { conversation_id: id });
    expect(await his.soFar('error')).toEqual([]);
    // Messages come to every participant's sockets, joined, left or neither.
    await say(carol, { id }, 'For all');
    expect((await his.next('new_message')).message.content).toBe('For all');
    expect((await hers.next('new_message')).message.content).toBe('For all');
  });

  it('beyond the limit closes its socket', async () => {
    const doomed = await TestSocket.open(server.url, alice.token);
    const padding = 'p'.repeat(limits.socketMessageMaxBytes);
    doomed.send('heartbeat', { padding });
    await doomed.whenClosed();
    const [other] = await openSockets(server.url, alice);
    expect(await other.soFar('error')).toEqual([]);
  });
});

describe('two devices of one person', () => {
  it('both get everything, and act each for itself', async () => {
    const [bob, carol] = await newFriends(server.url, 'bob', 'carol');
    const { id } = await startConversation(bob, carol);
    const [phone, laptop, hers] = await openSockets(server.url, bob, bob, carol);
    const message = await say(carol, { id }, 'On both');
    for (const device of [phone, laptop]) {
      expect((await device.next('new_message')).message.id).toBe(message.id);
    }
    phone.send('join_conversation', { conversation_id: id });
    await phone.next('conversation_joined');
    expect(await laptop.soFar('conversation_joined')).toEqual([]);
    phone.send('message_read', { message_id: message.id });
    for (const each of [phone, laptop, hers]) await each.next('message_read_receipt');
    // What one sends, one's other device gets too.
    await say(bob, { id }, 'From the phone');
    expect((await laptop.next('new_message')).message.sender_id).toBe(bob.id);
    phone.close();
    await phone.whenClosed();
    await say(carol, { id }, 'On one');
    expect((await laptop.next('new_message')).message.content).toBe('On one');
  });
});
