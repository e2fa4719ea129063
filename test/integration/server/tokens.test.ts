import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session, Tokens } from '#protocol/accounts.ts';
import { limits } from '#protocol/limits.ts';
import { withDatabase } from '../../support/database-file.ts';
import { expectError } from '../../support/error-answer.ts';
import { newPeople, openSockets } from '../../support/people.ts';
import { personOf, rest } from '../../support/rest.ts';
import type { RestAnswer, TestPerson } from '../../support/rest.ts';
import { TestSocket } from '../../support/socket.ts';
import { upgradeStatus } from '../../support/upgrade.ts';
import { startServer, startServerForTest, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

function refresh(refreshToken: string, url = server.url): Promise<RestAnswer<Tokens>> {
  return rest(url, 'POST', '/auth/refresh', { json: { refresh_token: refreshToken } });
}

describe('refresh tokens', () => {
  it('rotate: each gives new tokens of the same session', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const { status, body } = await refresh(alice.refreshToken);
    expect(status).toBe(200);
    expect(body.refresh_token).not.toBe(alice.refreshToken);
    expect(body.access_token).not.toBe(alice.token);
    const renewed = personOf(server.url, body);
    expect((await renewed.get<Session[]>('/auth/sessions')).body).toHaveLength(1);
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  it('answer the same successor again shortly after, for a reply that was lost', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const answers = await Promise.all([1, 2, 3].map(() => refresh(alice.refreshToken)));
    const successors = new Set(answers.map(({ body }) => body.refresh_token));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(successors.size).toBe(1);
    for (const { body } of answers) {
      expect((await personOf(server.url, body).get('/auth/me')).status).toBe(200);
    }
  });

  it('revoke their family when one is used again after its successor was', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const [socket] = await openSockets(server.url, alice);
    const second = (await refresh(alice.refreshToken)).body;
    const third = (await refresh(second.refresh_token)).body;
    expectError(await refresh(alice.refreshToken), 401, 'REFRESH_TOKEN_INVALID');

    expectError(await refresh(third.refresh_token), 401, 'REFRESH_TOKEN_INVALID');
    for (const tokens of [second, third]) {
      const holder = personOf(server.url, tokens);
      expectError(await holder.get('/auth/me'), 401, 'TOKEN_INVALID');
    }
    expect(await socket.next('session_ended')).toMatchObject({ reason: 'token_reused' });
    expect((await socket.whenClosed()).code).toBe(4401);
  });

  it('revoke their family when one is used again after the time for lost replies', async () => {
    const { url } = await startServerForTest({ refreshGraceMs: -1 });
    const [alice] = await newPeople(url, 'alice');
    const successor = (await refresh(alice.refreshToken, url)).body;
    expectError(await refresh(alice.refreshToken, url), 401, 'REFRESH_TOKEN_INVALID');
    expectError(await refresh(successor.refresh_token, url), 401, 'REFRESH_TOKEN_INVALID');
    expectError(await personOf(url, successor).get('/auth/me'), 401, 'TOKEN_INVALID');
  });

  it('of other sessions are left alone by a revoked family', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const login = { username: alice.username, password: 'correct horse battery' };
    const elsewhere = await rest<Tokens>(server.url, 'POST', '/auth/login', { json: login });
    const successor = (await refresh(alice.refreshToken)).body;
    await refresh(successor.refresh_token);
    await refresh(alice.refreshToken);
    expect((await refresh(elsewhere.body.refresh_token)).status).toBe(200);
  });

  it('are worth nothing once they are older than a session may rest', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const { refreshTokenLifetimeSeconds: lifetime } = limits;
    const age = (seconds: number) => {
      withDatabase(server.dataFolder, server.key, (database) => {
        const own = 'session_id IN (SELECT id FROM session WHERE user_id = ?)';
        const sql = `UPDATE refresh_token SET created_at = created_at - ? WHERE ${own}`;
        database.prepare(sql).run(seconds * 1_000, alice.id);
      });
    };
    age(lifetime - 3_600);
    const { status, body } = await refresh(alice.refreshToken);
    expect(status).toBe(200);
    age(lifetime + 3_600);
    expectError(await refresh(body.refresh_token), 401, 'REFRESH_TOKEN_INVALID');
  });

  it('that nobody was given are refused', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    for (const token of ['nonsense', alice.token, `${alice.refreshToken}A`]) {
      expectError(await refresh(token), 401, 'REFRESH_TOKEN_INVALID');
    }
    expect((await refresh(alice.refreshToken)).status).toBe(200);
  });
});

describe('access tokens', () => {
  let alice: TestPerson;
  let claims: { sub: string; sid: string; iss: string; aud: string };

  beforeAll(async () => {
    [alice] = await newPeople(server.url, 'alice');
    const payload = Buffer.from(alice.token.split('.')[1] ?? '', 'base64url').toString();
    claims = JSON.parse(payload) as typeof claims;
  });

  const tokenOf = (changes: Record<string, unknown>, secret = new Uint8Array(32), alg = 'HS256') =>
    new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg }).sign(secret);

  const segments = (token: string) => token.split('.') as [string, string, string];

  it.each<[string, () => string | Promise<string>]>([
    ['signed by nobody (alg none)', () => new UnsecuredJWT({ ...claims }).encode()],
    [
      'whose header says none over a true signature',
      () => {
        const [, payload, signature] = segments(alice.token);
        const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
        return `${header}.${payload}.${signature}`;
      },
    ],
    ['signed with another secret', () => tokenOf({})],
    ['signed with the empty secret of a careless library', () => tokenOf({}, new Uint8Array(1))],
    ['signed with the data key instead', () => tokenOf({}, new Uint8Array(server.key))],
    ['signed by another algorithm', () => tokenOf({}, new Uint8Array(64), 'HS512')],
    [
      'with a changed payload',
      () => {
        const [header, , signature] = segments(alice.token);
        const payload = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody' }));
        return `${header}.${payload.toString('base64url')}.${signature}`;
      },
    ],
    ['without its signature', () => `${segments(alice.token).slice(0, 2).join('.')}.`],
    ['that is a refresh token', () => alice.refreshToken],
  ])('%s are refused, over REST and before a socket opens', async (_, make) => {
    const token = await make();
    expectError(await rest(server.url, 'GET', '/auth/me', { token }), 401, 'TOKEN_INVALID');
    const address = `/chat/ws?token=${encodeURIComponent(token)}`;
    expect(await upgradeStatus(server.url, address)).toBe(401);
    expect((await alice.get('/auth/me')).status).toBe(200);
  });

  it('of another server are refused', async () => {
    const other = await startServerForTest();
    const [stranger] = await newPeople(other.url, 'stranger');
    const { token } = stranger;
    expectError(await rest(server.url, 'GET', '/auth/me', { token }), 401, 'TOKEN_INVALID');
    expectError(await rest(other.url, 'GET', '/auth/me', alice), 401, 'TOKEN_INVALID');
  });

  it('expire: REST answers 401, the socket closes with 4401, a refreshed one goes on', async () => {
    const { url } = await startServerForTest({ accessTokenLifetimeSeconds: 4 });
    const [person] = await newPeople(url, 'brief');
    // Signing in took its part of the time.
    const fresh = (await refresh(person.refreshToken, url)).body;
    expect(fresh.expires_in).toBe(4);
    const socket = await TestSocket.open(url, fresh.access_token);
    expect(await socket.next('session_ended')).toMatchObject({ reason: 'token_expired' });
    expect(await socket.whenClosed()).toEqual({ code: 4401, reason: 'token_expired' });
    expectError(await personOf(url, fresh).get('/auth/me'), 401, 'TOKEN_INVALID');
    const again = await refresh(fresh.refresh_token, url);
    expect(again.status).toBe(200);
    expect(again.body.user.username).toBe(person.username);
  });
});
