import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnAccount, Session, Tokens } from '#protocol/accounts.ts';
import { expectError } from '../../support/error-answer.ts';
import { newFriends, newPeople, openSockets, uniqueName } from '../../support/people.ts';
import { password, personOf, rest, say, startConversation } from '../../support/rest.ts';
import type { RestAnswer, TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
/** The first account, which administers the server. */
let founder: TestPerson;

beforeAll(async () => {
  server = await startServer();
  [founder] = await newPeople(server.url, 'founder');
});
afterAll(() => stopServer(server));

function login(username: string, more: Record<string, string> = {}): Promise<RestAnswer<Tokens>> {
  return rest(server.url, 'POST', '/auth/login', { json: { username, password, ...more } });
}

async function signIn(person: TestPerson, deviceName: string): Promise<TestPerson> {
  const { body } = await login(person.username, { device_name: deviceName });
  return personOf(server.url, body);
}

describe('registration and sign-in', () => {
  it('answers tokens and the account', async () => {
    const username = uniqueName('alice');
    const json = { username, password, display_name: ' Alice Doe ' };
    const { status, body } = await rest<Tokens>(server.url, 'POST', '/auth/register', { json });
    expect(status).toBe(201);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
      refresh_token: expect.any(String) as string,
      token_type: 'bearer',
      expires_in: 900,
      user: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/) as string,
        username,
        display_name: 'Alice Doe',
        avatar_url: null,
        created_at: expect.any(String) as string,
        is_admin: false,
      },
    });
    const account = await personOf(server.url, body).get<OwnAccount>('/auth/me');
    expect(account.body).toEqual(body.user);
    expect((await login(username)).body.user).toEqual(body.user);
  });

  it('makes the first account, and no other, an administrator', async () => {
    const [second] = await newPeople(server.url, 'second');
    expect((await founder.get<OwnAccount>('/auth/me')).body.is_admin).toBe(true);
    expect((await second.get<OwnAccount>('/auth/me')).body.is_admin).toBe(false);
  });

  it('gives a taken username to nobody else', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const again = () =>
      rest(server.url, 'POST', '/auth/register', {
        json: { username: alice.username.toUpperCase(), password: 'another password' },
      });
    expectError(await again(), 409, 'USERNAME_TAKEN');
    expect((await login(alice.username)).status).toBe(200);
  });

  it('lets one of many win a username that they want at once', async () => {
    const json = { username: uniqueName('wanted'), password };
    const attempts = Array.from({ length: 6 }, () =>
      rest(server.url, 'POST', '/auth/register', { json }),
    );
    const statuses = (await Promise.all(attempts)).map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it('answers a wrong password and an unknown name alike', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const wrong = await login(alice.username, { password: 'not this one' });
    const unknown = await login(uniqueName('nobody'));
    const { detail } = expectError(wrong, 401, 'CREDENTIALS_INVALID');
    expect(expectError(unknown, 401, 'CREDENTIALS_INVALID').detail).toBe(detail);
    expectError(
      await login(alice.username, { password: ` ${password}` }),
      401,
      'CREDENTIALS_INVALID',
    );
  });
});

describe('sessions', () => {
  it('lists where one is signed in, and ends one of them', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const phone = await signIn(alice, 'Phone');
    const { body: sessions } = await alice.get<Session[]>('/auth/sessions');
    expect(sessions).toHaveLength(2);
    expect(sessions.filter((session) => session.current)).toHaveLength(1);
    const other = sessions.find((session) => !session.current);
    expect(other?.device_name).toBe('Phone');

    const [socket] = await openSockets(server.url, phone);
    expect((await alice.delete(`/auth/sessions/${other!.id}`)).status).toBe(200);
    expectError(await phone.get('/auth/me'), 401, 'TOKEN_INVALID');
    expect(await socket.next('session_ended')).toMatchObject({
      session_id: other!.id,
      reason: 'ended_elsewhere',
    });
    expect((await socket.whenClosed()).code).toBe(4401);
    expect((await alice.get<Session[]>('/auth/sessions')).body).toHaveLength(1);
    expectError(await refresh(phone.refreshToken), 401, 'REFRESH_TOKEN_INVALID');
  });

  it('of others are not there', async () => {
    const [alice, bob] = await newPeople(server.url, 'alice', 'bob');
    const { body } = await bob.get<Session[]>('/auth/sessions');
    const theirs = await alice.delete(`/auth/sessions/${body[0]!.id}`);
    expectError(theirs, 404, 'SESSION_NOT_FOUND');
    expect((await bob.get('/auth/me')).status).toBe(200);
  });

  it('end at once by signing out, their sockets with 4401', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const laptop = await signIn(alice, 'Laptop');
    const [staying, ending, alsoEnding] = await openSockets(server.url, alice, laptop, laptop);
    expect((await laptop.post('/auth/logout')).status).toBe(200);

    expectError(await laptop.get('/auth/me'), 401, 'TOKEN_INVALID');
    expectError(await laptop.post('/auth/logout'), 401, 'TOKEN_INVALID');
    expectError(await refresh(laptop.refreshToken), 401, 'REFRESH_TOKEN_INVALID');
    for (const socket of [ending, alsoEnding]) {
      expect(await socket.next('session_ended')).toMatchObject({ reason: 'signed_out' });
      expect(await socket.whenClosed()).toEqual({ code: 4401, reason: 'signed_out' });
    }
    // The other session and its socket live on.
    expect((await alice.get('/auth/me')).status).toBe(200);
    expect(await staying.soFar('session_ended')).toEqual([]);
  });

  it('send what was sent in them under their id', async () => {
    const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
    const conversation = await startConversation(alice, bob);
    const { body } = await alice.get<Session[]>('/auth/sessions');
    expect((await say(alice, conversation, 'From here')).session_id).toBe(body[0]?.id);
  });
});

describe('a changed password', () => {
  it('ends every other session and is the one that counts', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const phone = await signIn(alice, 'Phone');
    const [own, other] = await openSockets(server.url, alice, phone);
    const change = { current_password: password, new_password: 'a new battery' };
    expect((await alice.post('/auth/password', change)).status).toBe(200);

    expect((await alice.get('/auth/me')).status).toBe(200);
    expectError(await phone.get('/auth/me'), 401, 'TOKEN_INVALID');
    expectError(await refresh(phone.refreshToken), 401, 'REFRESH_TOKEN_INVALID');
    expect(await other.next('session_ended')).toMatchObject({ reason: 'password_changed' });
    expect((await other.whenClosed()).code).toBe(4401);
    expect(await own.soFar('session_ended')).toEqual([]);
    expectError(await login(alice.username), 401, 'CREDENTIALS_INVALID');
    expect((await login(alice.username, { password: 'a new battery' })).status).toBe(200);
  });

  it('needs the current one, else nothing changes', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const phone = await signIn(alice, 'Phone');
    const change = { current_password: 'a guess', new_password: 'a new battery' };
    expectError(await alice.post('/auth/password', change), 403, 'PASSWORD_WRONG');
    expect((await phone.get('/auth/me')).status).toBe(200);
    expect((await login(alice.username)).status).toBe(200);
  });
});

describe('an account', () => {
  it('takes another display name, for others too', async () => {
    const [alice, bob] = await newPeople(server.url, 'alice', 'bob');
    const { body } = await alice.patch<OwnAccount>('/auth/me', { display_name: ' Alice 🦊 ' });
    expect(body.display_name).toBe('Alice 🦊');
    const found = await bob.get<{ display_name: string }[]>(`/users?query=${alice.username}`);
    expect(found.body[0]?.display_name).toBe('Alice 🦊');
    const avatar_id = '01890000-0000-7000-8000-000000000000';
    expectError(await alice.patch('/auth/me', { avatar_id }), 404, 'ATTACHMENT_NOT_FOUND');
    expect((await alice.patch<OwnAccount>('/auth/me', { avatar_id: null })).body).toEqual(body);
  });

  it('that is disabled is out at once, and back when it is enabled', async () => {
    const [alice] = await newPeople(server.url, 'alice');
    const [socket] = await openSockets(server.url, alice);
    const set = (disabled: boolean) => founder.patch(`/admin/users/${alice.id}`, { disabled });
    expect((await set(true)).body).toMatchObject({ id: alice.id, disabled: true });

    expectError(await alice.get('/auth/me'), 401, 'TOKEN_INVALID');
    expect(await socket.next('session_ended')).toMatchObject({ reason: 'account_disabled' });
    expect((await socket.whenClosed()).code).toBe(4401);
    expectError(await login(alice.username), 403, 'ACCOUNT_DISABLED');
    // Who does not know the password is not told either.
    const guess = await login(alice.username, { password: 'a wrong guess' });
    expectError(guess, 401, 'CREDENTIALS_INVALID');
    expectError(await refresh(alice.refreshToken), 401, 'REFRESH_TOKEN_INVALID');

    expect((await set(false)).body).toMatchObject({ disabled: false });
    expectError(await alice.get('/auth/me'), 401, 'TOKEN_INVALID');
    expect((await login(alice.username)).status).toBe(200);
  });
});

function refresh(refreshToken: string): Promise<RestAnswer<Tokens>> {
  return rest(server.url, 'POST', '/auth/refresh', { json: { refresh_token: refreshToken } });
}
