import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tokens } from '#protocol/accounts.ts';
import type { Conversation } from '#protocol/conversations.ts';
import type { Message } from '#protocol/messages.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { expectError } from '../../support/error-answer.ts';
import { newPeople, uniqueName } from '../../support/people.ts';
import { password, rest } from '../../support/rest.ts';
import { TestSocket } from '../../support/socket.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import { SealedPeer } from './support/sealed-peer.ts';

const key = () => nodePrimitives.generateKey();

describe('what is issued inside a sealed channel', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => stopServer(server));

  it('names the device it is bound to (RFC 7800)', async () => {
    const deviceKey = key();
    const peer = await SealedPeer.connect(server.url, deviceKey);
    const tokens = await peer.signUp(uniqueName('alice'));
    const payload = Buffer.from(tokens.access_token.split('.')[1]!, 'base64url').toString();
    const kid = createHash('sha256').update(deviceKey.publicKey).digest('base64url');
    expect(JSON.parse(payload)).toMatchObject({ cnf: { kid } });
  });

  it('is refused over REST and before a plain socket opens', async () => {
    const peer = await SealedPeer.connect(server.url);
    const { access_token: token } = await peer.signUp(uniqueName('alice'));
    expectError(await rest(server.url, 'GET', '/auth/me', { token }), 401, 'TOKEN_INVALID');
    await expect(TestSocket.open(server.url, token)).rejects.toThrow('closed with 1006');
    expect((await peer.call('GET', '/auth/me', undefined, token)).status).toBe(200);
  });

  it('is refused in the channel of another device', async () => {
    const peer = await SealedPeer.connect(server.url);
    const tokens = await peer.signUp(uniqueName('alice'));
    const thief = await SealedPeer.connect(server.url);
    const refused = { status: 401, body: { error_code: 'TOKEN_INVALID' } };
    const { access_token: token } = tokens;
    expect(await thief.call('GET', '/auth/me', undefined, token)).toMatchObject(refused);
    expect(await thief.authenticate(token)).toMatchObject({ error_code: 'TOKEN_INVALID' });
    expect(await thief.call('GET', '/auth/me')).toMatchObject({ status: 401 });
  });

  it('goes on in another channel of the same device', async () => {
    const deviceKey = key();
    const first = await SealedPeer.connect(server.url, deviceKey);
    const { access_token: token, user } = await first.signUp(uniqueName('alice'));
    const second = await SealedPeer.connect(server.url, deviceKey);
    expect(await second.authenticate(token)).toMatchObject({ user_id: user.id });
    expect(await second.call('GET', '/auth/me')).toMatchObject({ body: { id: user.id } });
  });

  it('is renewed by the same device only, and outlives the attempts of others', async () => {
    const deviceKey = key();
    const peer = await SealedPeer.connect(server.url, deviceKey);
    const { refresh_token } = await peer.signUp(uniqueName('alice'));
    const body = { refresh_token };
    const plain = await rest(server.url, 'POST', '/auth/refresh', { json: body });
    expectError(plain, 401, 'REFRESH_TOKEN_INVALID');
    const thief = await SealedPeer.connect(server.url);
    const stolen = await thief.call('POST', '/auth/refresh', body);
    expect(stolen).toMatchObject({ status: 401, body: { error_code: 'REFRESH_TOKEN_INVALID' } });
    const renewed = await peer.call<Tokens>('POST', '/auth/refresh', body);
    expect(renewed.status).toBe(200);
    const token = renewed.body.access_token;
    expect((await peer.call('GET', '/auth/me', undefined, token)).status).toBe(200);
    expectError(await rest(server.url, 'GET', '/auth/me', { token }), 401, 'TOKEN_INVALID');
  });

  it('binds a session of the plain API that is renewed in a channel', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const peer = await SealedPeer.connect(server.url);
    const { body: renewed } = await peer.call<Tokens>('POST', '/auth/refresh', {
      refresh_token: alice.refreshToken,
    });
    const token = renewed.access_token;
    expect((await peer.call('GET', '/auth/me', undefined, token)).status).toBe(200);
    expectError(await rest(server.url, 'GET', '/auth/me', { token }), 401, 'TOKEN_INVALID');
    const json = { refresh_token: renewed.refresh_token };
    const again = await rest(server.url, 'POST', '/auth/refresh', { json });
    expectError(again, 401, 'REFRESH_TOKEN_INVALID');
  });

  it('needs a sign-in for all but open calls', async () => {
    const peer = await SealedPeer.connect(server.url);
    const refused = { status: 401, body: { error_code: 'UNAUTHORIZED' } };
    expect(await peer.call('GET', '/auth/me')).toMatchObject(refused);
    expect((await peer.call('GET', '/server')).status).toBe(200);
    peer.say({ type: 'heartbeat', data: {} });
    const said = await peer.until(({ type }) => type === 'error');
    expect(said).toMatchObject({ error_code: 'UNAUTHORIZED' });
  });

  it('is one session a channel', async () => {
    const peer = await SealedPeer.connect(server.url);
    const { access_token: first, user } = await peer.signUp(uniqueName('alice'));
    const { access_token: second } = await peer.signUp(uniqueName('bob'));
    expect(await peer.authenticate(first)).toMatchObject({ user_id: user.id });
    expect(await peer.authenticate(second)).toMatchObject({ error_code: 'TOKEN_INVALID' });
    expect(await peer.call('GET', '/auth/me')).toMatchObject({ body: { id: user.id } });
    expect(await peer.authenticate(first)).toMatchObject({ type: 'connection_established' });
  });

  it('marks messages with the id of the sealed session', async () => {
    const peer = await SealedPeer.connect(server.url);
    const { access_token, user } = await peer.signUp(uniqueName('alice'));
    await peer.authenticate(access_token);
    const [bob] = await newPeople(server.url, 'bob');
    await bob.post('/friends/requests', { user_id: user.id });
    await peer.call('POST', '/friends/requests', { user_id: bob.id });
    const { body: conversation } = await peer.call<Conversation>(
      'POST',
      '/messages/conversations',
      { participant_ids: [bob.id], conversation_type: 'direct' },
    );
    const path = `/messages/conversations/${conversation.id}/messages`;
    const sealed = await peer.call<Message>('POST', path, { content: 'sealed' });
    expect(sealed.body.session_id).toBe(peer.session.id);
    const plain = await bob.post<Message>(path, { content: 'plain' });
    expect(plain.body.session_id).not.toBe(peer.session.id);
  });

  it('sign-in works there too, and is bound', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const peer = await SealedPeer.connect(server.url);
    const body = { username: alice.username, password };
    const { body: tokens } = await peer.call<Tokens>('POST', '/auth/login', body);
    const { access_token: token } = tokens;
    expectError(await rest(server.url, 'GET', '/auth/me', { token }), 401, 'TOKEN_INVALID');
  });
});

describe('a newer token', () => {
  it('prolongs a plain socket and a channel; without one they end', async () => {
    const server = await startServer({ accessTokenLifetimeSeconds: 8 });
    const peer = await SealedPeer.connect(server.url);
    const sealed = await peer.signUp(uniqueName('bob'));
    await peer.authenticate(sealed.access_token);
    const [alice] = await newPeople(server.url, 'alice');
    const [prolonged, left] = [
      await TestSocket.open(server.url, alice.token),
      await TestSocket.open(server.url, alice.token),
    ];
    // Time itself is what is tested here: the newer tokens end so much later than the first.
    await setTimeout(2_500);
    const json = { refresh_token: alice.refreshToken };
    const renewed = await rest<Tokens>(server.url, 'POST', '/auth/refresh', { json });
    prolonged.send('authenticate', { token: renewed.body.access_token });
    await prolonged.next('connection_established');
    const body = { refresh_token: sealed.refresh_token };
    const { body: newer } = await peer.call<Tokens>('POST', '/auth/refresh', body);
    await peer.authenticate(newer.access_token);
    const ended = { code: 4401, reason: 'token_expired' };
    expect(await left.whenClosed()).toEqual(ended);
    expect(prolonged.closed).toBeUndefined();
    expect(peer.closed).toBeUndefined();
    expect(await prolonged.whenClosed()).toEqual(ended);
    expect(await peer.whenClosed()).toEqual(ended);
    await stopServer(server);
  });
});
