import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Tokens } from '#protocol/accounts.ts';
import { fingerprintOf } from '#protocol/fingerprint.ts';
import { parseInviteLink } from '#protocol/invite-link.ts';
import type { InviteStatus, Registration, ServerInformation } from '#protocol/server.ts';
import { expectError } from '../../support/error-answer.ts';
import { newPeople, uniqueName } from '../../support/people.ts';
import { password, rest, signUp } from '../../support/rest.ts';
import type { RestAnswer, TestPerson } from '../../support/rest.ts';
import { startServer, startServerForTest, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

function register(url: string, username: string, inviteCode?: string): Promise<RestAnswer<Tokens>> {
  const code = inviteCode === undefined ? {} : { invite_code: inviteCode };
  return rest(url, 'POST', '/auth/register', { json: { username, password, ...code } });
}

/** A server with its administrator, whom loopback lets in under any rule. */
async function serverWith(
  registration: Registration,
): Promise<{ server: TestServer; admin: TestPerson }> {
  const server = await startServer({ registration });
  onTestFinished(() => stopServer(server));
  return { server, admin: await signUp(server.url, 'founder') };
}

interface Invite {
  code: string;
  link: string;
  expires_at: string | null;
}

async function invite(admin: TestPerson, bounds: Record<string, number> = {}): Promise<Invite> {
  const { status, body } = await admin.post<Invite>('/invites', bounds);
  expect(status).toBe(201);
  return body;
}

const users = async (admin: TestPerson) =>
  (await admin.get<{ username: string }[]>('/admin/users')).body.map(({ username }) => username);

describe('a server says whom it lets in', () => {
  it.each<Registration>(['invite', 'closed'])('%s', async (registration) => {
    const { url } = await startServerForTest({ registration, name: 'The Workshop' });
    const { body } = await rest<ServerInformation>(url, 'GET', '/server');
    expect(body).toMatchObject({ name: 'The Workshop', registration });
    expect(Buffer.from(body.public_key, 'base64url')).toHaveLength(32);
    expect(body.fingerprint).toBe(fingerprintOf(Buffer.from(body.public_key, 'base64url')));
    expect(body.limits).toMatchObject({ messageMaxCharacters: 5000 });
  });
});

describe('open registration', () => {
  it('lets anybody in, with a code or without', async () => {
    const { server } = await serverWith('open');
    expect((await register(server.url, 'alice')).status).toBe(201);
    expect((await register(server.url, 'bob', 'NO-SUCH-CODE')).status).toBe(201);
  });
});

describe('closed registration', () => {
  it('lets the first account in from this computer, and nobody after it', async () => {
    const { server, admin } = await serverWith('closed');
    const { code } = await invite(admin);
    expectError(await register(server.url, 'alice'), 403, 'REGISTRATION_CLOSED');
    expectError(await register(server.url, 'alice', code), 403, 'REGISTRATION_CLOSED');
    expect(await users(admin)).toEqual(['founder']);
  });
});

describe('registration by invite', () => {
  let server: TestServer;
  let admin: TestPerson;
  beforeAll(async () => {
    server = await startServer({ registration: 'invite' });
    admin = await signUp(server.url, 'founder');
  });
  afterAll(() => stopServer(server));

  it('lets the first account in from this computer without one, and makes it admin', async () => {
    expectError(await register(server.url, 'alice'), 403, 'INVITE_REQUIRED');
    expectError(await register(server.url, 'alice', 'NO-SUCH-CODE'), 403, 'INVITE_INVALID');
    expect((await users(admin)).filter((name) => name === 'alice')).toEqual([]);
    expect((await admin.get('/auth/me')).body).toMatchObject({ is_admin: true });
  });

  it('takes a code as it is read out: in any case, with blanks around it', async () => {
    const { code, link, expires_at } = await invite(admin);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    expect(expires_at).toBeNull();
    expect(parseInviteLink(link)).toEqual({
      hosts: ['127.0.0.1'],
      port: server.port,
      code,
      key: server.identity.publicKey,
    });
    expect(
      (await register(server.url, uniqueName('alice'), ` ${code.toLowerCase()} `)).status,
    ).toBe(201);
    expect((await register(server.url, uniqueName('bob'), code)).body.user.is_admin).toBe(false);
  });

  it('counts uses: so many get in, also when they all come at once', async () => {
    const { code } = await invite(admin, { max_uses: 2 });
    const names = [1, 2, 3, 4].map(() => uniqueName('guest'));
    const before = await users(admin);
    const answers = await Promise.all(names.map((name) => register(server.url, name, code)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expectError(answer, 403, 'INVITE_INVALID');
    }
    expect(await users(admin)).toHaveLength(before.length + 2);
    const { body } = await admin.get<InviteStatus[]>('/invites');
    const status = body.find((each) => each.code === code);
    expect(status).toMatchObject({ uses: 2, max_uses: 2 });
  });

  it('does not count a use that failed for another reason', async () => {
    const { code } = await invite(admin, { max_uses: 1 });
    expectError(await register(server.url, 'founder', code), 409, 'USERNAME_TAKEN');
    expect((await register(server.url, uniqueName('alice'), code)).status).toBe(201);
  });

  it('refuses a code that has expired', async () => {
    const { code, expires_at } = await invite(admin, { expires_in: 5 });
    expect((await register(server.url, uniqueName('early'), code)).status).toBe(201);
    const untilItEndsMs = Date.parse(expires_at ?? '') - Date.now();
    expect(untilItEndsMs).toBeLessThanOrEqual(5000);
    // Nothing happens when it ends that could be waited for, only the time itself.
    await setTimeout(untilItEndsMs + 1);
    expectError(await register(server.url, uniqueName('late'), code), 403, 'INVITE_INVALID');
  });

  it('refuses a code that was revoked, and leaves the others', async () => {
    const [revoked, kept] = [await invite(admin), await invite(admin)];
    expect((await admin.delete(`/invites/${revoked.code}`)).status).toBe(200);
    expectError(await admin.delete(`/invites/${revoked.code}`), 404, 'INVITE_NOT_FOUND');
    expectError(await register(server.url, 'alice', revoked.code), 403, 'INVITE_INVALID');
    expect((await register(server.url, uniqueName('alice'), kept.code)).status).toBe(201);
    const { body } = await admin.get<InviteStatus[]>('/invites');
    const codes = body.map(({ code }) => code);
    expect([codes.includes(revoked.code), codes.includes(kept.code)]).toEqual([false, true]);
  });
});

describe('what only administrators may do', () => {
  let server: TestServer;
  let admin: TestPerson;
  beforeAll(async () => {
    server = await startServer();
    admin = await signUp(server.url, 'founder');
  });
  afterAll(() => stopServer(server));

  it('includes numbers', async () => {
    const { body } = await admin.get('/admin/stats');
    expect(body).toMatchObject({
      users: 1,
      online: 0,
      messages: 0,
      attachment_bytes: 0,
      send_latency_ms: { p50: null, p99: null },
    });
  });

  it('is 403 for others and changes nothing', async () => {
    const [alice, bob] = await newPeople(server.url, 'alice', 'bob');
    const { code } = await invite(admin);
    const calls: [string, string, unknown][] = [
      ['POST', '/invites', {}],
      ['GET', '/invites', undefined],
      ['DELETE', `/invites/${code}`, undefined],
      ['GET', '/admin/users', undefined],
      ['PATCH', `/admin/users/${bob.id}`, { disabled: true }],
      ['PATCH', `/admin/users/${admin.id}`, { disabled: true }],
      ['GET', '/admin/stats', undefined],
    ];
    for (const [method, path, json] of calls) {
      const answer = await rest(server.url, method, path, { token: alice.token, json });
      expectError(answer, 403, 'FORBIDDEN');
    }
    expect((await bob.get('/auth/me')).status).toBe(200);
    expect((await admin.get<InviteStatus[]>('/invites')).body).toHaveLength(1);
  });

  it('includes a look at everybody, and the door for anybody but themselves', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const { body } = await admin.get('/admin/users');
    expect(body).toContainEqual(
      expect.objectContaining({
        username: alice.username,
        is_admin: false,
        disabled: false,
        online: false,
      }),
    );
    expect(body).toContainEqual(
      expect.objectContaining({ username: 'founder', is_admin: true, disabled: false }),
    );
    expectError(
      await admin.patch(`/admin/users/${admin.id}`, { disabled: true }),
      403,
      'FORBIDDEN',
    );
    const nobody = '01890000-0000-7000-8000-000000000000';
    expectError(
      await admin.patch(`/admin/users/${nobody}`, { disabled: true }),
      404,
      'USER_NOT_FOUND',
    );
  });
});
