import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { ServerEvent } from '#protocol/events.ts';
import { Connection } from '#client/connection.ts';
import type { ConnectionState } from '#client/connection-state.ts';
import { ClientError } from '#client/client-error.ts';
import { EventReader } from '#client/event-reader.ts';
import { ServerKeyError } from '#client/server-key-error.ts';
import { ManualClock, settle } from './support/manual-clock.ts';
import { established, garden, heartbeatAck, typing } from './support/sample-data.ts';
import { Deferred, ScriptedTransport } from './support/scripted-transport.ts';

function setUp(random = () => 0.5) {
  const clock = new ManualClock();
  const transport = new ScriptedTransport();
  const states: ConnectionState[] = [];
  const events: ServerEvent[] = [];
  const refused: (string | null)[] = [];
  const keyErrors: ServerKeyError[] = [];
  const reader = new EventReader();
  let tokenNumber = 0;
  const hooks = {
    accessToken: (token: string | null): Promise<string> => {
      refused.push(token);
      tokenNumber += 1;
      return Promise.resolve(`token-${tokenNumber}`);
    },
    catchUp: (): Promise<void> => Promise.resolve(),
    onState: (_: ConnectionState): void => undefined,
    drops: 0,
  };
  const connection = new Connection({
    transport,
    timers: clock.timers,
    now: clock.now,
    random,
    accessToken: (token) => hooks.accessToken(token),
    read: (text) => reader.readText(text),
    catchUp: () => hooks.catchUp(),
    onEvent: (event) => events.push(event),
    onDropped: () => {
      hooks.drops += 1;
    },
    onState: (state) => {
      states.push(state);
      hooks.onState(state);
    },
    onServerKeyError: (error) => keyErrors.push(error),
  });
  const statuses = (): string[] => states.map(({ status }) => status);
  const goOnline = async (): Promise<void> => {
    connection.connect();
    await settle();
    transport.socket.say(established);
    await settle();
  };
  return {
    clock,
    transport,
    states,
    statuses,
    events,
    refused,
    keyErrors,
    reader,
    hooks,
    connection,
    goOnline,
  };
}

describe('Connection', () => {
  it('is online only when what was missed has been handed out', async () => {
    const { connection, transport, hooks, statuses, events } = setUp();
    const caughtUp = new Deferred<undefined>();
    hooks.catchUp = () => caughtUp.promise;
    connection.connect();
    await settle();
    expect(transport.socket.accessToken).toBe('token-1');
    transport.socket.say(established);
    transport.socket.say(typing(true));
    await settle();
    expect(statuses()).toEqual(['connecting']);
    expect(events).toEqual([typing(true)]);
    caughtUp.resolve(undefined);
    await settle();
    expect(statuses()).toEqual(['connecting', 'online']);
  });

  it('comes back after growing pauses when nothing answers', async () => {
    const { connection, transport, clock, states } = setUp();
    connection.connect();
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await settle();
      transport.socket.end();
      const state = connection.state;
      await clock.advance(state.status === 'waiting' ? state.retryAt - clock.now() : 0);
    }
    const retries = states.flatMap((state) => (state.status === 'waiting' ? [state.retryAt] : []));
    const pauses = retries.map(
      (retryAt, index) => retryAt - (retries[index - 1] ?? 1_700_000_000_000),
    );
    expect(pauses).toEqual([250, 500, 1_000, 2_000]);
    expect(transport.sockets).toHaveLength(5);
  });

  it('forgets earlier failures only after a connection that lasted', async () => {
    const { connection, transport, clock, goOnline } = setUp();
    const pauseMs = (): number =>
      connection.state.status === 'waiting' ? connection.state.retryAt - clock.now() : 0;
    await goOnline();
    transport.socket.end();
    expect(pauseMs()).toBe(250);
    await clock.advance(250);
    transport.socket.say(established);
    await settle();
    await clock.advance(9_000);
    transport.socket.end();
    expect(pauseMs()).toBe(500);
    await clock.advance(500);
    transport.socket.say(established);
    await settle();
    await clock.advance(10_000);
    transport.socket.end();
    expect(pauseMs()).toBe(250);
  });

  it('asks for signs of life and gives up on a silent server', async () => {
    const { connection, transport, clock, goOnline, statuses } = setUp();
    await goOnline();
    const first = transport.socket;
    await clock.advance(30_000);
    expect(first.sent).toEqual([{ type: 'heartbeat', data: {} }]);
    first.say(heartbeatAck);
    await clock.advance(30_000);
    expect(first.sent).toHaveLength(2);
    expect(connection.state.status).toBe('online');
    await clock.advance(9_999);
    expect(connection.state.status).toBe('online');
    await clock.advance(1);
    expect(first.isClosed).toBe(true);
    expect(statuses()).toContain('waiting');
  });

  it('gives up on a socket that opens and says nothing', async () => {
    const { connection, transport, clock } = setUp();
    connection.connect();
    await settle();
    await clock.advance(15_000);
    expect(transport.socket.isClosed).toBe(true);
    expect(connection.state.status).toBe('waiting');
  });

  it('renews the token at once when a good connection is ended for it', async () => {
    const { transport, clock, goOnline, refused, statuses } = setUp();
    await goOnline();
    await clock.advance(20_000);
    transport.socket.end({ code: 4401 });
    await settle();
    expect(refused).toEqual([null, 'token-1']);
    expect(statuses()).toEqual(['connecting', 'online', 'connecting']);
    expect(transport.socket.accessToken).toBe('token-2');
  });

  it('renews the token after a pause when the upgrade is refused for it', async () => {
    const { connection, transport, clock, refused } = setUp();
    connection.connect();
    await settle();
    transport.socket.end({ refusedStatus: 401 });
    await settle();
    expect(refused).toEqual([null]);
    await clock.advance(250);
    expect(refused).toEqual([null, 'token-1']);
    transport.socket.end({ refusedStatus: 503 });
    await clock.advance(500);
    expect(refused).toEqual([null, 'token-1', null]);
  });

  it('comes back soon when the server closes on purpose', async () => {
    const { connection, transport, clock, goOnline } = setUp();
    await goOnline();
    transport.socket.end({ code: 4503 });
    expect(connection.state).toEqual({ status: 'waiting', retryAt: clock.now() + 750 });
    await clock.advance(750);
    transport.socket.say(established);
    await settle();
    transport.socket.say({ type: 'server_closing', timestamp: '2024-01-15T10:30:00.000Z' });
    transport.socket.end({ code: 1006 });
    expect(connection.state).toEqual({ status: 'waiting', retryAt: clock.now() + 750 });
  });

  it('waits as long as the server asks when catching up is refused', async () => {
    const { connection, transport, clock, hooks } = setUp();
    hooks.catchUp = () => Promise.reject(new AppError('RATE_LIMITED', { retryAfterSeconds: 7 }));
    connection.connect();
    await settle();
    transport.socket.say(established);
    await settle();
    expect(transport.socket.isClosed).toBe(true);
    expect(connection.state).toEqual({ status: 'waiting', retryAt: clock.now() + 7_000 });
  });

  it('waits when it cannot get a token, and opens no socket', async () => {
    const { connection, transport, clock, hooks } = setUp();
    hooks.accessToken = () => Promise.reject(new ClientError('UNREACHABLE', 'away'));
    connection.connect();
    await settle();
    expect(connection.state).toEqual({ status: 'waiting', retryAt: clock.now() + 250 });
    expect(transport.sockets).toHaveLength(0);
  });

  it('ends a pause when it is told to, and starts with short ones again', async () => {
    const { connection, transport, clock } = setUp();
    connection.connect();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await settle();
      transport.socket.end();
      connection.reconnectNow();
    }
    await settle();
    transport.socket.end();
    expect(connection.state).toEqual({ status: 'waiting', retryAt: clock.now() + 250 });
  });

  it('makes sure of a connection that seems well', async () => {
    const { connection, transport, clock, goOnline } = setUp();
    await goOnline();
    connection.reconnectNow();
    expect(transport.socket.sent).toHaveLength(1);
    await clock.advance(10_000);
    expect(connection.state.status).not.toBe('online');
  });

  it('leaves nothing behind when it is ended, in any state', async () => {
    const { connection, transport, clock, goOnline, hooks } = setUp();
    connection.disconnect();
    await goOnline();
    connection.disconnect();
    expect(clock.pendingAlarms).toBe(0);
    expect(transport.socket.isClosed).toBe(true);
    connection.connect();
    connection.disconnect();
    await settle();
    expect(transport.sockets).toHaveLength(1);
    connection.connect();
    await settle();
    const late = transport.socket;
    connection.disconnect();
    late.say(established);
    await clock.advance(60_000);
    expect(connection.state).toEqual({ status: 'offline' });
    expect(clock.pendingAlarms).toBe(0);
    expect(hooks.drops).toBe(3);
  });

  it('stays off when it is called off while it begins or catches up', async () => {
    const { connection, transport, hooks, statuses, refused, goOnline } = setUp();
    connection.beginAnew();
    connection.restart();
    expect(connection.state).toEqual({ status: 'offline' });
    hooks.onState = ({ status }) => {
      if (status === 'connecting') connection.disconnect();
    };
    connection.connect();
    await settle();
    expect(refused).toEqual([]);
    hooks.onState = () => undefined;
    const caughtUp = new Deferred<undefined>();
    hooks.catchUp = () => caughtUp.promise;
    await goOnline();
    connection.connect();
    expect(transport.sockets).toHaveLength(1);
    connection.disconnect();
    caughtUp.resolve(undefined);
    await settle();
    expect(statuses()).toEqual(['connecting', 'offline', 'connecting', 'offline']);
  });

  it('tells that the host has left until somebody serves again', async () => {
    const { connection, transport, clock, goOnline } = setUp();
    await goOnline();
    const left = { type: 'server_closing', reason: 'leaving' } as const;
    transport.socket.say({ ...left, timestamp: '2024-01-15T10:30:00.000Z' });
    transport.socket.end({ code: 4503 });
    expect(connection.state).toMatchObject({ status: 'waiting', hostLeft: true });
    await clock.advance(250);
    expect(connection.state).toEqual({ status: 'connecting', hostLeft: true });
    transport.socket.say(established);
    await settle();
    expect(connection.state).toEqual({ status: 'online' });
  });

  it('sends commands only while online', async () => {
    const { connection, transport, goOnline } = setUp();
    const command = { type: 'typing_start', data: { conversation_id: garden } } as const;
    expect(connection.send(command)).toBe(false);
    await goOnline();
    expect(connection.send(command)).toBe(true);
    expect(transport.socket.sent).toEqual([command]);
  });

  it('passes over what it does not understand, and counts it', async () => {
    const { transport, goOnline, events, reader, connection } = setUp();
    await goOnline();
    transport.socket.say('not json');
    transport.socket.say({ type: 'user_typing', conversation_id: 'nonsense' });
    transport.socket.say({ type: 'hologram', timestamp: 'soon' });
    expect(events).toEqual([]);
    expect(reader.counts).toEqual({ unknown: 1, invalid: 2 });
    expect(connection.state.status).toBe('online');
  });

  it('stops for a server that shows another key, and tries again only when asked', async () => {
    const failure = new ServerKeyError(Uint8Array.of(1), Uint8Array.of(2));
    const { connection, transport, keyErrors, hooks, clock } = setUp();
    connection.connect();
    await settle();
    transport.socket.end({ failure });
    expect(connection.state).toEqual({ status: 'offline' });
    expect(keyErrors).toEqual([failure]);
    hooks.accessToken = () => Promise.reject(failure);
    connection.connect();
    await settle();
    expect(keyErrors).toEqual([failure, failure]);
    await clock.advance(120_000);
    expect(transport.sockets).toHaveLength(1);
    expect(clock.pendingAlarms).toBe(0);
  });
});
