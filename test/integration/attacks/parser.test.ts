import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { OwnAccount, Tokens } from '#protocol/accounts.ts';
import type { Conversation } from '#protocol/conversations.ts';
import type { Message } from '#protocol/messages.ts';
import { expectError } from '../../support/error-answer.ts';
import { newFriends, newPeople } from '../../support/people.ts';
import { RawConnection } from '../../support/raw-connection.ts';
import { hostileFields } from '../../support/fuzz/hostile-values.ts';
import { password, rest, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import { visibleState } from '../../support/visible-state.ts';

let server: TestServer;
let alice: TestPerson;
let bob: TestPerson;
let conversation: Conversation;
beforeAll(async () => {
  server = await startServer();
  [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  conversation = await startConversation(alice, bob);
});
afterAll(() => stopServer(server));

const messages = () => `/messages/conversations/${conversation.id}/messages`;
const body = '{"content":"Smuggled"}';

async function connection(): Promise<RawConnection> {
  const opened = await RawConnection.open(server.url);
  onTestFinished(() => {
    opened.end();
  });
  return opened;
}

/** A request to send a message, with its header lines as they are given. */
function request(...lines: string[]): string {
  const first = `POST /api/v1${messages()} HTTP/1.1`;
  const always = ['Host: localhost', `Authorization: Bearer ${alice.token}`];
  const type = 'Content-Type: application/json';
  return [first, ...always, type, ...lines, '', ''].join('\r\n');
}

const health = 'GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n';
const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

describe('a request whose end can be read in two ways', () => {
  it.each<[string, () => string]>([
    [
      'two lengths',
      () => request('Content-Length: 0', `Content-Length: ${String(body.length)}`) + body,
    ],
    [
      'a length and chunks',
      () => request('Content-Length: 4', 'Transfer-Encoding: chunked') + chunked,
    ],
    [
      'chunks and a length',
      () => request('Transfer-Encoding: chunked', 'Content-Length: 4') + chunked,
    ],
    ['an unknown coding', () => request('Transfer-Encoding: xchunked') + chunked],
    ['a space before the colon', () => request(`Content-Length : ${String(body.length)}`) + body],
    ['a length with a sign', () => request(`Content-Length: +${String(body.length)}`) + body],
    ['a length in hexadecimal', () => request('Content-Length: 0x16') + body],
    ['a length below nothing', () => request('Content-Length: -1') + body],
    ['a length without end', () => request(`Content-Length: ${'9'.repeat(30)}`) + body],
  ])('(%s) never makes a second request out of its body', async (_, make) => {
    const before = await visibleState(alice, bob);
    const smuggling = await connection();
    smuggling.send(make() + health);
    await smuggling.until(({ statuses }) => statuses.some((status) => status !== 100));
    // Whichever way it is read, what was inside is not run as a request of its own.
    expect(smuggling.statuses.length).toBeLessThanOrEqual(2);
    const after = await visibleState(alice, bob);
    const isRefused = smuggling.statuses.every((status) => status >= 400);
    if (isRefused || smuggling.statuses.length === 0) expect(after).toEqual(before);
    expect((await alice.get('/health')).status).toBe(200);
  });
});

describe('headers', () => {
  it('that are too large, or too many, end their connection and no other', async () => {
    for (const lines of [
      [`X-Large: ${'x'.repeat(100_000)}`],
      Array.from({ length: 5_000 }, (_, index) => `X-${String(index)}: 1`),
    ]) {
      const heavy = await connection();
      heavy.send(request(...lines));
      await heavy.closed;
      expect(heavy.statuses.every((status) => status >= 400)).toBe(true);
    }
    expect((await alice.get('/health')).status).toBe(200);
  });

  it('that never end cost their connection only', async () => {
    const open = await Promise.all(Array.from({ length: 50 }, connection));
    for (const each of open) each.send('GET /api/v1/health HTTP/1.1\r\nHost: local');
    expect((await alice.get('/health')).status).toBe(200);
    expect((await alice.post(messages(), { content: 'Not held up' })).status).toBe(201);
  });
});

it('a body that comes a byte at a time holds nobody up, and is not taken before it is whole', async () => {
  const slow = await connection();
  const text = '{"content":"Slowly"}';
  slow.send(request(`Content-Length: ${String(text.length)}`));
  for (const byte of text.slice(0, -1)) {
    slow.send(byte);
    expect((await bob.get('/health')).status).toBe(200);
  }
  expect(slow.statuses).toEqual([]);
  slow.send('}');
  await slow.until(({ statuses }) => statuses.length > 0);
  expect(slow.statuses).toEqual([201]);
});

describe('JSON', () => {
  const post = (raw: string) => rest(server.url, 'POST', messages(), { token: alice.token, raw });

  it.each([
    ['lists', `${'['.repeat(60_000)}${']'.repeat(60_000)}`],
    ['objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
    ['a field', `{"content":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  ])('that is very deep (%s) is refused, and costs nothing', async (_, raw) => {
    const before = await visibleState(alice, bob);
    expect([400, 422]).toContain((await post(raw)).status);
    expect(await visibleState(alice, bob)).toEqual(before);
  });

  it('with a field twice has one meaning: what is checked is what is stored', async () => {
    const { status, body: sent } = await post(
      '{"content":"checked","content":"stored","self_destruct_timer":5,"self_destruct_timer":null}',
    );
    expect(status).toBe(201);
    expect(sent).toMatchObject({ content: 'stored', self_destruct_at: null });
    expectError(await post('{"content":"fine","content":""}'), 422, 'VALIDATION_ERROR');
  });

  it('cannot reach the prototype of anything', async () => {
    const { status } = await post('{"content":"x","__proto__":{"is_admin":true},"constructor":1}');
    expect(status).toBe(201);
    expect(({} as Record<string, unknown>)['is_admin']).toBeUndefined();
    const [stranger] = await newPeople(server.url, 'stranger');
    expectError(await stranger.get('/admin/users'), 403, 'FORBIDDEN');
  });
});

it('a body that is compressed is not unpacked', async () => {
  const raw = gzipSync(JSON.stringify({ content: ' '.repeat(50_000_000) }));
  const before = await visibleState(alice, bob);
  const headers = { 'content-encoding': 'gzip' };
  const { status } = await rest(server.url, 'POST', messages(), {
    token: alice.token,
    raw,
    headers,
  });
  expect(status).toBe(400);
  expect(await visibleState(alice, bob)).toEqual(before);
});

describe('fields that are not a caller’s to set are not taken', () => {
  it('of an account', async () => {
    const json = { username: 'mallory', password, ...hostileFields };
    const { body } = await rest<Tokens>(server.url, 'POST', '/auth/register', { json });
    const token = body.access_token;
    for (const more of [{}, { display_name: 'Mal', username: 'alice', ...hostileFields }]) {
      await rest(server.url, 'PATCH', '/auth/me', { token, json: more });
      const { body: me } = await rest<OwnAccount>(server.url, 'GET', '/auth/me', { token });
      expect(me).toMatchObject({ id: body.user.id, username: 'mallory', is_admin: false });
      expect(body.user.id).not.toBe(hostileFields['id']);
    }
    expectError(await rest(server.url, 'GET', '/admin/users', { token }), 403, 'FORBIDDEN');
  });

  it('of a message', async () => {
    const forged = { ...hostileFields, sender_id: bob.id, edited_at: null, is_destroyed: true };
    const { body: sent } = await alice.post<Message>(messages(), { content: 'Mine', ...forged });
    const { body: edited } = await alice.patch<Message>(`/messages/messages/${sent.id}`, {
      content: 'Still mine',
      ...forged,
    });
    for (const each of [sent, edited]) {
      expect(each).toMatchObject({ id: sent.id, seq: sent.seq, sender_id: alice.id });
      expect(each.created_at).toBe(sent.created_at);
      expect(each.created_at).not.toBe(hostileFields['created_at']);
    }
    expect(sent.id).not.toBe(hostileFields['id']);
  });

  it('of a group', async () => {
    const [carol] = await newPeople(server.url, 'carol-of-the-group');
    const json = { conversation_type: 'group', name: 'Ours', participant_ids: [bob.id] };
    const { body: group } = await alice.post<Conversation>('/messages/conversations', {
      ...json,
      ...hostileFields,
      participants: [{ user_id: carol.id, role: 'admin' }],
    });
    const roles = Object.fromEntries(group.participants.map((each) => [each.user_id, each.role]));
    expect(roles).toEqual({ [alice.id]: 'admin', [bob.id]: 'member' });
    expect(group.id).not.toBe(hostileFields['id']);
    const path = `/messages/conversations/${group.id}`;
    const settings = { is_archived: true, participants: [], ...hostileFields };
    await bob.patch(path, settings);
    const { body: after } = await alice.get<Conversation>(path);
    expect(after.participants).toHaveLength(2);
    expect(after.participants.find((each) => each.user_id === bob.id)?.role).toBe('member');
  });
});
