import { afterEach, describe, expect, it } from 'vitest';
import { getOwnAccount } from '#protocol/accounts.ts';
import type { TransportResponse } from '#client/transport.ts';
import { ChatClient, VolatileMemory } from '#client/chat-client.ts';
import type { ChatClientEvents } from '#client/chat-client.ts';
import { ManualClock, settle } from './support/manual-clock.ts';
import {
  alice,
  bobId,
  cursorAt,
  established,
  garden,
  messageWith,
  newMessageAt,
  tokensFor,
  uuid,
} from './support/sample-data.ts';
import {
  Deferred,
  ok,
  refusal,
  ScriptedTransport,
  unreachable,
} from './support/scripted-transport.ts';
import { userId } from '#protocol/identifiers.ts';

const sendCall = `POST /api/v1/messages/conversations/${garden}/messages`;
const clients: ChatClient[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

function setUp(memory = new VolatileMemory()) {
  const clock = new ManualClock();
  const transport = new ScriptedTransport()
    .answer('POST /api/v1/auth/login', () => ok(tokensFor(alice, 1)))
    .answer('POST /api/v1/auth/register', () => ok(tokensFor(alice, 1), 201))
    .answer('POST /api/v1/auth/logout', () => ok({ message: 'bye' }))
    .answer('GET /api/v1/messages/sync', () =>
      ok({ events: [], next_cursor: cursorAt(7), has_more: false }),
    );
  const problems: unknown[] = [];
  const client = new ChatClient({
    url: 'http://test.invalid',
    deviceName: 'the test',
    memory,
    transport,
    timers: clock.timers,
    now: clock.now,
    random: () => 0.5,
    reportProblem: (problem) => problems.push(problem),
  });
  clients.push(client);
  const seen: [string, unknown][] = [];
  const names = ['event', 'resynchronised', 'outgoingSettled', 'signedOut'] as const;
  for (const name of names) {
    client.on(name, (event: ChatClientEvents[typeof name]) => seen.push([name, event]));
  }
  const goOnline = async (): Promise<void> => {
    if (client.account === null) await client.login({ username: 'alice', password: 'pass word' });
    client.connect();
    await settle();
    transport.socket.say(established);
    await settle();
  };
  return { client, clock, transport, memory, seen, problems, goOnline };
}

describe('signing in and out', () => {
  it('names the device, keeps the tokens and connects', async () => {
    const { client, transport, memory, seen, goOnline } = setUp();
    await goOnline();
    expect(transport.requests[0]?.body).toEqual({
      username: 'alice',
      password: 'pass word',
      device_name: 'the test',
    });
    expect(client.account).toEqual(alice);
    expect(client.connection).toEqual({ status: 'online' });
    expect(seen).toEqual([['resynchronised', { reason: 'first-connection' }]]);
    expect((await memory.loadTokens())?.refresh_token).toBe('refresh-1');
    expect(await memory.loadCursor()).toBe('7');
  });

  it('goes on where another run has stopped', async () => {
    const first = setUp();
    await first.goOnline();
    await first.client.close();
    const { client, transport, seen, goOnline } = setUp(first.memory);
    transport.answer('GET /api/v1/messages/sync', () =>
      ok({ events: [newMessageAt(8)], next_cursor: cursorAt(8), has_more: false }),
    );
    expect(await client.restore()).toEqual(alice);
    await goOnline();
    expect(transport.requestsTo('GET /api/v1/messages/sync?cursor=7')).toHaveLength(1);
    expect(seen).toEqual([['event', newMessageAt(8)]]);
  });

  it('does not connect, send or call for nobody', async () => {
    const { client } = setUp();
    expect(await client.restore()).toBeNull();
    expect(() => client.connect()).toThrow(expect.objectContaining({ code: 'NO_SESSION' }));
    expect(() => client.outbox.send({ conversation_id: garden, content: 'x' })).toThrow(
      expect.objectContaining({ code: 'NO_SESSION' }),
    );
    await expect(client.call(getOwnAccount, {})).rejects.toMatchObject({ code: 'NO_SESSION' });
  });

  it('signs out at the server and forgets everything', async () => {
    const { client, transport, memory, seen, goOnline } = setUp();
    await goOnline();
    client.outbox.send({ conversation_id: garden, content: 'unsent' });
    await client.logout();
    expect(transport.requestsTo('POST /api/v1/auth/logout')[0]?.accessToken).toBe('access-1');
    expect(client.account).toBeNull();
    expect(client.connection).toEqual({ status: 'offline' });
    expect(await memory.loadTokens()).toBeNull();
    expect(await memory.loadCursor()).toBeNull();
    expect(client.outbox.list()).toEqual([]);
    expect(seen.map(([name]) => name)).not.toContain('signedOut');
  });

  it.each([
    ['away', unreachable],
    ['done with the session', () => refusal('TOKEN_INVALID')],
  ])('signs out although the server is %s', async (_, handler) => {
    const { client, transport, memory, seen, goOnline } = setUp();
    await goOnline();
    transport
      .answer('POST /api/v1/auth/logout', handler)
      .answer('POST /api/v1/auth/refresh', () => refusal('REFRESH_TOKEN_INVALID'));
    await client.logout();
    expect(await memory.loadTokens()).toBeNull();
    expect(seen.map(([name]) => name)).not.toContain('signedOut');
  });

  it('signs out although the server does not answer', async () => {
    const { client, clock, transport, memory } = setUp();
    await client.login({ username: 'alice', password: 'pass word' });
    transport.answer('POST /api/v1/auth/logout', () => new Deferred<TransportResponse>().promise);
    const leaving = client.logout();
    await clock.advance(5_000);
    await leaving;
    expect(await memory.loadTokens()).toBeNull();
    expect(clock.pendingAlarms).toBe(0);
  });

  it('tells why when the server ends the session', async () => {
    const { client, clock, transport, memory, seen, goOnline } = setUp();
    await goOnline();
    const message = client.outbox.send({ conversation_id: garden, content: 'unsent' });
    await clock.advance(20_000);
    transport.answer('POST /api/v1/auth/refresh', () => refusal('REFRESH_TOKEN_INVALID'));
    transport.socket.say({
      type: 'session_ended',
      session_id: uuid(3),
      reason: 'password_changed',
      timestamp: '2024-01-15T10:30:00.000Z',
    });
    transport.socket.end({ code: 4401 });
    await settle();
    expect(seen.at(-1)).toEqual(['signedOut', { reason: 'password_changed' }]);
    expect(client.account).toBeNull();
    expect(client.connection).toEqual({ status: 'offline' });
    expect(await memory.loadTokens()).toBeNull();
    expect(client.outbox.list()).toMatchObject([
      {
        client_message_id: message.client_message_id,
        state: 'failed',
        failure: { code: 'NO_SESSION' },
      },
    ]);
  });

  it('gives no account the unsent messages of another', async () => {
    const { client, transport } = setUp();
    await client.login({ username: 'alice', password: 'pass word' });
    client.outbox.send({ conversation_id: garden, content: 'mine' });
    const bob = { ...alice, id: bobId, username: 'bob' };
    transport.answer('POST /api/v1/auth/login', () => ok(tokensFor(bob, 2)));
    await client.login({ username: 'bob', password: 'pass word' });
    expect(client.outbox.list()).toEqual([]);
  });

  it('starts afresh with each sign-in', async () => {
    const { client, seen, goOnline } = setUp();
    await goOnline();
    await client.login({ username: 'alice', password: 'pass word' });
    await goOnline();
    expect(seen.map(([name]) => name)).toEqual(['resynchronised', 'resynchronised']);
  });

  it('keeps what it learns about its own account', async () => {
    const { client, transport, memory } = setUp();
    await client.login({ username: 'alice', password: 'pass word' });
    transport.answer('GET /api/v1/auth/me', () => ok({ ...alice, display_name: 'Alice B.' }));
    await client.call(getOwnAccount, {});
    expect(client.account?.display_name).toBe('Alice B.');
    expect((await memory.loadTokens())?.account.display_name).toBe('Alice B.');
  });
});

describe('messages', () => {
  it('go out over the call, and settle before their own event is handed out', async () => {
    const { client, transport, seen, goOnline } = setUp();
    const reply = new Deferred<TransportResponse>();
    transport.answer(sendCall, () => reply.promise);
    await goOnline();
    const { client_message_id } = client.outbox.send({ conversation_id: garden, content: 'hi' });
    await settle();
    expect(transport.requestsTo(sendCall)[0]?.body).toEqual({
      content: 'hi',
      reply_to_message_id: null,
      self_destruct_timer: null,
      message_type: 'text',
      attachments: [],
      client_message_id,
    });
    const own = { client_message_id, sender_id: alice.id, content: 'hi' };
    transport.socket.say(newMessageAt(8, own));
    reply.resolve(ok(messageWith({ ...own, seq: 8 }), 201));
    await settle();
    expect(seen.map(([name]) => name)).toEqual(['resynchronised', 'outgoingSettled', 'event']);
  });

  it("of somebody else do not settle one's own", async () => {
    const { client, transport, goOnline } = setUp();
    transport.answer(sendCall, () => new Deferred<TransportResponse>().promise);
    await goOnline();
    const { client_message_id } = client.outbox.send({ conversation_id: garden, content: 'hi' });
    transport.socket.say(newMessageAt(8, { client_message_id, sender_id: bobId }));
    expect(client.outbox.list()).toHaveLength(1);
  });
});

describe('a gap on a live connection', () => {
  it('that cannot be filled ends it, and the next connection fills it', async () => {
    const { client, clock, transport, seen, goOnline } = setUp();
    await goOnline();
    transport.socket.say(newMessageAt(8));
    transport.answer('GET /api/v1/messages/sync', unreachable);
    transport.socket.say(newMessageAt(10));
    await settle();
    expect(client.connection.status).toBe('waiting');
    const missed = [newMessageAt(9), newMessageAt(10)];
    transport.answer('GET /api/v1/messages/sync', () =>
      ok({ events: missed, next_cursor: cursorAt(10), has_more: false }),
    );
    await clock.advance(500);
    transport.socket.say(established);
    await settle();
    const events = seen.flatMap(([name, event]) => (name === 'event' ? [event] : []));
    expect(events).toEqual([newMessageAt(8), ...missed]);
  });
});

describe('who is online', () => {
  const carolId = userId.parse(uuid(4));
  const answerFor = (...ids: string[]) => ({
    type: 'online_status',
    online_status: Object.fromEntries(ids.map((id) => [id, true])),
    timestamp: '2024-01-15T10:30:00.000Z',
  });

  it('is answered to whoever asked', async () => {
    const { client, transport, goOnline } = setUp();
    await goOnline();
    const both = [client.getOnlineStatus([bobId]), client.getOnlineStatus([carolId])];
    transport.socket.say(answerFor(carolId));
    transport.socket.say(answerFor(bobId));
    expect(await Promise.all(both)).toEqual([{ [bobId]: true }, { [carolId]: true }]);
    expect(await client.getOnlineStatus([])).toEqual({});
  });

  it('cannot be known without a connection, without an answer, or when it is lost', async () => {
    const { client, clock, transport, goOnline } = setUp();
    const unknown = { code: 'UNREACHABLE' };
    await expect(client.getOnlineStatus([bobId])).rejects.toMatchObject(unknown);
    await goOnline();
    const unanswered = client.getOnlineStatus([bobId]).catch((error: unknown) => error);
    await clock.advance(10_000);
    expect(await unanswered).toMatchObject(unknown);
    const lost = client.getOnlineStatus([bobId]).catch((error: unknown) => error);
    transport.socket.end();
    expect(await lost).toMatchObject(unknown);
  });
});

describe('the end of a client', () => {
  it('leaves no timer, no socket and no listener, whatever it was doing', async () => {
    const { client, clock, transport, seen, goOnline } = setUp();
    transport.answer(sendCall, () => new Deferred<TransportResponse>().promise);
    await goOnline();
    client.outbox.send({ conversation_id: garden, content: 'hi' });
    const asked = client.getOnlineStatus([bobId]).catch((error: unknown) => error);
    const told = seen.length;
    await client.close();
    expect(await asked).toMatchObject({ code: 'UNREACHABLE' });
    expect(clock.pendingAlarms).toBe(0);
    expect(transport.socket.isClosed).toBe(true);
    expect(transport.isClosed).toBe(true);
    expect(seen).toHaveLength(told);
    expect(() => client.connect()).toThrow('closed');
  });

  it('waits until the memory knows how far it came', async () => {
    const { client, transport, memory, goOnline } = setUp();
    await goOnline();
    const saving = new Deferred<undefined>();
    const save = memory.saveCursor.bind(memory);
    memory.saveCursor = (cursor) => saving.promise.then(() => save(cursor));
    transport.socket.say(newMessageAt(8));
    let isClosed = false;
    const closing = client.close().then(() => {
      isClosed = true;
    });
    await settle();
    expect(isClosed).toBe(false);
    saving.resolve(undefined);
    await closing;
    expect(await memory.loadCursor()).toBe('8');
  });

  it('hands out events to every listener although one of them throws', async () => {
    const { client, transport, problems, seen, goOnline } = setUp();
    const defect = new Error('a defect');
    client.on('event', () => {
      throw defect;
    });
    const later: unknown[] = [];
    const stop = client.on('event', (event) => later.push(event));
    await goOnline();
    transport.socket.say(newMessageAt(8));
    stop();
    transport.socket.say(newMessageAt(9));
    expect(problems).toEqual([defect, defect]);
    expect(later).toEqual([newMessageAt(8)]);
    expect(seen.filter(([name]) => name === 'event')).toHaveLength(2);
  });
});
