import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Tokens } from '#protocol/accounts.ts';
import type { Message } from '#protocol/messages.ts';
import { limits } from '#protocol/limits.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { ChatClient, newDeviceKey, VolatileMemory } from '#client/chat-client.ts';
import { newFriends, uniqueName } from '../../support/people.ts';
import { password, say, signUp, startConversation } from '../../support/rest.ts';
import { startServer, startServerForTest, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import { FrameProxy } from './support/frame-proxy.ts';
import { SealedPeer, secureUrl } from './support/sealed-peer.ts';

describe('a channel', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => stopServer(server));

  async function signedIn(username: string) {
    const peer = await SealedPeer.connect(server.url);
    const tokens = await peer.signUp(username);
    await peer.authenticate(tokens.access_token);
    return { peer, tokens };
  }

  it('answers a person who signs out there, and then closes', async () => {
    const { peer } = await signedIn(uniqueName('alice'));
    expect(await peer.call('POST', '/auth/logout')).toMatchObject({ status: 200 });
    expect(await peer.whenClosed()).toEqual({ code: 4401, reason: 'signed_out' });
    expect(peer.events.at(-1)).toMatchObject({ type: 'session_ended', reason: 'signed_out' });
  });

  it('closes at once when its session is ended from elsewhere', async () => {
    const username = uniqueName('alice');
    const { peer } = await signedIn(username);
    const other = await SealedPeer.connect(server.url);
    const { body: tokens } = await other.call<Tokens>('POST', '/auth/login', {
      username,
      password,
    });
    await other.authenticate(tokens.access_token);
    const { body: sessions } = await other.call<{ id: string; current: boolean }[]>(
      'GET',
      '/auth/sessions',
    );
    const session = sessions.find(({ current }) => !current)!;
    await other.call('DELETE', `/auth/sessions/${session.id}`);
    expect(await peer.whenClosed()).toEqual({ code: 4401, reason: 'ended_elsewhere' });
    expect(other.closed).toBeUndefined();
  });

  it('closes at once when the account is disabled', async () => {
    const own = await startServerForTest();
    const admin = await signUp(own.url, 'admin');
    const peer = await SealedPeer.connect(own.url);
    const { access_token, user } = await peer.signUp('bob');
    await peer.authenticate(access_token);
    await admin.patch(`/admin/users/${user.id}`, { disabled: true });
    expect(await peer.whenClosed()).toEqual({ code: 4401, reason: 'account_disabled' });
  });

  it('says goodbye when the server stops, also where nobody has signed in', async () => {
    const own = await startServerForTest();
    const stranger = await SealedPeer.connect(own.url);
    await stranger.call('GET', '/server');
    await own.close();
    expect(await stranger.whenClosed()).toEqual({ code: 4503, reason: 'server_closing' });
    expect(stranger.events).toMatchObject([{ type: 'server_closing' }]);
  });

  it('carries answers far larger than a message, to slow readers too', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const content = '🙂'.repeat(5_000);
    for (let count = 0; count < 100; count += 1) await say(alice, conversation, content);
    const peer = await SealedPeer.connect(server.url);
    const path = `/messages/conversations/${conversation.id}/messages?limit=100&mark_read=false`;
    peer.socket.pause();
    const pages = Array.from({ length: 8 }, () =>
      peer.call<Message[]>('GET', path, undefined, bob.token),
    );
    // The server has all of them ready before the first byte is read.
    await alice.get('/friends');
    peer.socket.resume();
    for (const { status, body } of await Promise.all(pages)) {
      expect(status).toBe(200);
      expect(body).toHaveLength(100);
      expect(body.every((message) => message.content === content)).toBe(true);
    }
  });

  it('makes room again when unfinished handshakes are given up, and takes no more than its share', async () => {
    const own = await startServerForTest();
    const sockets = Array.from({ length: limits.sealedHalfOpenMax }, () => {
      const socket = new WebSocket(secureUrl(own.url));
      socket.on('error', () => undefined);
      return socket;
    });
    onTestFinished(() => {
      for (const socket of sockets) socket.terminate();
    });
    const opened = (socket: WebSocket) =>
      new Promise<number>((resolve) => {
        socket.on('open', () => {
          resolve(101);
        });
        socket.on('unexpected-response', (_request, response) => {
          resolve(response.statusCode ?? 0);
        });
      });
    expect(new Set(await Promise.all(sockets.map(opened)))).toEqual(new Set([101]));
    const tooMany = new WebSocket(secureUrl(own.url));
    tooMany.on('error', () => undefined);
    expect(await opened(tooMany)).toBe(429);
    // One that is finished counts no longer.
    const freed = new Promise((resolve) => sockets[0]!.on('close', resolve));
    sockets[0]!.close();
    await freed;
    const peer = await SealedPeer.connect(own.url);
    expect((await peer.call('GET', '/server')).status).toBe(200);
    const another = await SealedPeer.connect(own.url);
    expect((await another.call('GET', '/server')).status).toBe(200);
  });

  it('comes back without a password in one handshake', async () => {
    const proxy = await FrameProxy.to(server.url);
    const deviceKey = newDeviceKey();
    const memory = new VolatileMemory();
    const options = { url: proxy.url, deviceName: 'test', memory, random: () => 0 };
    const sealed = { deviceKey, expectedServerKey: null };
    const client = new ChatClient({ ...options, sealed });
    onTestFinished(() => client.close());
    await client.register({ username: uniqueName('alice'), password });
    const online = () =>
      new Promise<void>((resolve) => {
        client.on('connection', ({ status }) => {
          if (status === 'online') resolve();
        });
      });
    const first = online();
    client.connect();
    await first;
    // Sign-up, authentication and the first catch-up went over one channel.
    expect(proxy.connections).toBe(1);
    const again = online();
    proxy.cut();
    await again;
    expect(proxy.connections).toBe(2);
  });

  it('comes back in one handshake also with a token that has expired meanwhile', async () => {
    const own = await startServerForTest({ accessTokenLifetimeSeconds: 4 });
    const deviceKey = nodePrimitives.generateKey();
    const peer = await SealedPeer.connect(own.url, deviceKey);
    const tokens = await peer.signUp('alice');
    await peer.authenticate(tokens.access_token);
    await peer.whenClosed();
    const returned = await SealedPeer.connect(own.url, deviceKey);
    const refused = await returned.authenticate(tokens.access_token);
    expect(refused).toMatchObject({ error_code: 'TOKEN_INVALID' });
    const body = { refresh_token: tokens.refresh_token };
    const { body: renewed } = await returned.call<Tokens>('POST', '/auth/refresh', body);
    const welcome = await returned.authenticate(renewed.access_token);
    expect(welcome).toMatchObject({ type: 'connection_established', user_id: tokens.user.id });
  });
});
