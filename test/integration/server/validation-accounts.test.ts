import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnAccount, Tokens } from '#protocol/accounts.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { expectError, expectInvalid } from '../../support/error-answer.ts';
import { newFriends } from '../../support/people.ts';
import { password, rest, signUp, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import { visibleState } from '../../support/visible-state.ts';

let server: TestServer;
/** The first account: she administers the server. */
let alice: TestPerson;
let bob: TestPerson;
let group: Conversation;

beforeAll(async () => {
  server = await startServer();
  await signUp(server.url, 'founder');
  [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  group = await startConversation(alice, bob, bob);
});
afterAll(() => stopServer(server));

type Row = [string, unknown, string];

const userCount = async () => (await alice.get<unknown[]>('/users?query=&limit=50')).body.length;

describe('POST /auth/register', () => {
  const register = (body: unknown) =>
    rest<Tokens>(server.url, 'POST', '/auth/register', { json: body });

  it.each<Row>([
    ['no username', { password }, 'body.username'],
    ['a username of 2', { username: 'ab', password }, 'body.username'],
    ['a username of 33', { username: 'u'.repeat(33), password }, 'body.username'],
    ['a username with a blank', { username: 'two words', password }, 'body.username'],
    ['a username with other letters', { username: 'zoë-bell', password }, 'body.username'],
    ['a username with @', { username: 'a@b.example', password }, 'body.username'],
    ['a username with a line break', { username: 'newline\n', password }, 'body.username'],
    ['no password', { username: 'newcomer' }, 'body.password'],
    ['a password of 7', { username: 'newcomer', password: 'p'.repeat(7) }, 'body.password'],
    ['a password of 257', { username: 'newcomer', password: 'p'.repeat(257) }, 'body.password'],
    [
      'a password with a lone surrogate',
      { username: 'newcomer', password: `password\ud800` },
      'body.password',
    ],
    [
      'an empty display_name',
      { username: 'newcomer', password, display_name: '' },
      'body.display_name',
    ],
    [
      'a blank display_name',
      { username: 'newcomer', password, display_name: '   ' },
      'body.display_name',
    ],
    [
      'a display_name that turns the text',
      { username: 'newcomer', password, display_name: 'Anna \u202egpj.exe' },
      'body.display_name',
    ],
    [
      'a display_name of two scripts in a word',
      { username: 'newcomer', password, display_name: '\u0410nna' },
      'body.display_name',
    ],
    [
      'a display_name of 65',
      { username: 'newcomer', password, display_name: 'd'.repeat(65) },
      'body.display_name',
    ],
    [
      'an empty device_name',
      { username: 'newcomer', password, device_name: '' },
      'body.device_name',
    ],
    [
      'a device_name of 101',
      { username: 'newcomer', password, device_name: 'd'.repeat(101) },
      'body.device_name',
    ],
    [
      'an invite_code of 65',
      { username: 'newcomer', password, invite_code: 'C'.repeat(65) },
      'body.invite_code',
    ],
  ])('refuses %s with 422', async (_, body, path) => {
    const before = await userCount();
    expectInvalid(await register(body), path);
    expect(await userCount()).toBe(before);
  });

  it.each<[string, Record<string, string>]>([
    ['a username of 3', { username: 'abc', password }],
    [
      'a username of 32 with every kind of sign',
      { username: 'a.b-c_0123456789'.padEnd(32, 'z'), password },
    ],
    ['a password of 8', { username: 'password-8', password: 'p'.repeat(8) }],
    [
      'a password of 256 outside the basic plane',
      { username: 'password-256', password: '🔑'.repeat(256) },
    ],
    ['a display_name of 1', { username: 'display-1', password, display_name: 'D' }],
    [
      'a display_name of 64 outside the basic plane',
      { username: 'display-64', password, display_name: '🦊'.repeat(64) },
    ],
  ])('takes %s', async (_, body) => {
    const { status, body: tokens } = await register(body);
    expect(status).toBe(201);
    expect(tokens.user.username).toBe(body.username);
    expect(tokens.user.display_name).toBe(body.display_name ?? body.username);
    const login = { username: body.username, password: body.password };
    expect((await rest(server.url, 'POST', '/auth/login', { json: login })).status).toBe(200);
  });

  it('takes a username in capitals for the same in small letters', async () => {
    const first = await register({ username: 'MixedCase', password });
    expect(first.body.user.username).toBe('mixedcase');
    expectError(await register({ username: 'mixedCASE', password }), 409, 'USERNAME_TAKEN');
    const login = { username: 'MIXEDcase', password };
    expect((await rest(server.url, 'POST', '/auth/login', { json: login })).status).toBe(200);
  });
});

describe('the other calls', () => {
  it.each<[string, string, string, () => unknown, string]>([
    [
      'login without a password',
      'POST',
      '/auth/login',
      () => ({ username: 'alice' }),
      'body.password',
    ],
    [
      'login with a number',
      'POST',
      '/auth/login',
      () => ({ username: 1, password }),
      'body.username',
    ],
    ['refresh without a token', 'POST', '/auth/refresh', () => ({}), 'body.refresh_token'],
    [
      'refresh with 513 characters',
      'POST',
      '/auth/refresh',
      () => ({ refresh_token: 'r'.repeat(513) }),
      'body.refresh_token',
    ],
    [
      'a blank display name',
      'PATCH',
      '/auth/me',
      () => ({ display_name: ' ' }),
      'body.display_name',
    ],
    [
      'a display name of 65',
      'PATCH',
      '/auth/me',
      () => ({ display_name: 'd'.repeat(65) }),
      'body.display_name',
    ],
    [
      'an avatar that is no UUID',
      'PATCH',
      '/auth/me',
      () => ({ avatar_id: 'me.png' }),
      'body.avatar_id',
    ],
    [
      'a new password of 7',
      'POST',
      '/auth/password',
      () => ({ current_password: password, new_password: 'p'.repeat(7) }),
      'body.new_password',
    ],
    [
      'no current password',
      'POST',
      '/auth/password',
      () => ({ new_password: password }),
      'body.current_password',
    ],
    [
      'a session that is no UUID',
      'DELETE',
      '/auth/sessions/this',
      () => undefined,
      'path.session_id',
    ],
    ['asking nobody', 'POST', '/friends/requests', () => ({}), 'body'],
    ['asking no UUID', 'POST', '/friends/requests', () => ({ user_id: 'bob' }), 'body'],
    [
      'accepting no UUID',
      'POST',
      '/friends/requests/first/accept',
      () => undefined,
      'path.request_id',
    ],
    [
      'declining no UUID',
      'POST',
      '/friends/requests/first/decline',
      () => undefined,
      'path.request_id',
    ],
    [
      'withdrawing no UUID',
      'DELETE',
      '/friends/requests/first',
      () => undefined,
      'path.request_id',
    ],
    ['removing no UUID', 'DELETE', '/friends/bob', () => undefined, 'path.user_id'],
    ['blocking no UUID', 'PUT', '/users/bob/block', () => undefined, 'path.user_id'],
    ['unblocking no UUID', 'DELETE', '/users/bob/block', () => undefined, 'path.user_id'],
    [
      'a conversation that is no UUID',
      'GET',
      '/messages/conversations/first',
      () => undefined,
      'path.conversation_id',
    ],
    [
      'messages of no UUID',
      'GET',
      '/messages/conversations/first/messages',
      () => undefined,
      'path.conversation_id',
    ],
    [
      'sending to no UUID',
      'POST',
      '/messages/conversations/first/messages',
      () => ({ content: 'a' }),
      'path.conversation_id',
    ],
    [
      'reading no UUID',
      'POST',
      '/messages/conversations/first/read',
      () => undefined,
      'path.conversation_id',
    ],
    [
      'typing in no UUID',
      'POST',
      '/messages/conversations/first/typing?is_typing=true',
      () => undefined,
      'path.conversation_id',
    ],
    [
      'leaving no UUID',
      'POST',
      '/messages/conversations/first/leave',
      () => undefined,
      'path.conversation_id',
    ],
    [
      'reading a message that is no UUID',
      'POST',
      '/messages/messages/first/read',
      () => undefined,
      'path.message_id',
    ],
    [
      'receipts of no UUID',
      'GET',
      '/messages/messages/first/receipts',
      () => undefined,
      'path.message_id',
    ],
    ['disabling no UUID', 'PATCH', '/admin/users/bob', () => ({ disabled: true }), 'path.user_id'],
  ])('refuse %s with 422', async (_, method, path, body, field) => {
    // The founder may call all of them, those for administrators included.
    const founder = await rest<Tokens>(server.url, 'POST', '/auth/login', {
      json: { username: 'founder', password },
    });
    const token = founder.body.access_token;
    const before = await visibleState(alice, bob);
    expectInvalid(await rest(server.url, method, path, { token, json: body() }), field);
    expect(await visibleState(alice, bob)).toEqual(before);
  });

  it.each<Row>([
    ['an empty name', { name: '' }, 'body.name'],
    ['a blank name', { name: ' ' }, 'body.name'],
    ['no text for a name', { name: null }, 'body.name'],
    ['a name of 101', { name: 'n'.repeat(101) }, 'body.name'],
    ['is_archived in words', { is_archived: 'yes' }, 'body.is_archived'],
    ['muted_until in words', { muted_until: 'tomorrow' }, 'body.muted_until'],
    [
      'muted_until without a time zone',
      { muted_until: '2030-01-01T00:00:00.000' },
      'body.muted_until',
    ],
    [
      'muted_until on a day that is not',
      { muted_until: '2030-02-30T00:00:00.000Z' },
      'body.muted_until',
    ],
  ])('refuse %s of a conversation with 422', async (_, body, path) => {
    const before = await visibleState(alice);
    expectInvalid(await alice.patch(`/messages/conversations/${group.id}`, body), path);
    expect(await visibleState(alice)).toEqual(before);
  });

  it('refuse wrong members and roles of a group with 422', async () => {
    const members = `/messages/conversations/${group.id}/participants`;
    const before = await visibleState(alice);
    const eleven = Array.from({ length: 11 }, () => randomUUID());
    for (const user_ids of [[], eleven, ['bob'], 'bob', undefined]) {
      expectInvalid(await alice.post(members, { user_ids }), 'body.user_ids');
    }
    expectInvalid(await alice.patch(`${members}/${bob.id}`, { role: 'owner' }), 'body.role');
    expectInvalid(await alice.patch(`${members}/${bob.id}`, {}), 'body.role');
    expectInvalid(await alice.delete(`${members}/bob`), 'path.user_id');
    expect(await visibleState(alice)).toEqual(before);
  });

  it('refuse invites out of bounds with 422, make them within', async () => {
    const { body: founder } = await rest<Tokens>(server.url, 'POST', '/auth/login', {
      json: { username: 'founder', password },
    });
    const invite = (json: unknown) =>
      rest(server.url, 'POST', '/invites', { token: founder.access_token, json });
    for (const max_uses of [0, -1, 1.5, 1001, '1', null]) {
      expectInvalid(await invite({ max_uses }), 'body.max_uses');
    }
    const year = 365 * 86_400;
    for (const expires_in of [0, -1, 1.5, year + 1, '60', null]) {
      expectInvalid(await invite({ expires_in }), 'body.expires_in');
    }
    for (const body of [{}, { max_uses: 1, expires_in: 1 }, { max_uses: 1000, expires_in: year }]) {
      expect((await invite(body)).status).toBe(201);
    }
  });

  it('leave an account as it was where a field is not named', async () => {
    const before = (await bob.get<OwnAccount>('/auth/me')).body;
    expect((await bob.patch('/auth/me', {})).body).toEqual(before);
  });
});
