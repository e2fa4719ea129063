import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import { endpoints } from '#protocol/index.ts';
import { limits } from '#protocol/limits.ts';
import { expectError } from '../../support/error-answer.ts';
import { newFriends } from '../../support/people.ts';
import { rest, startConversation } from '../../support/rest.ts';
import type { RestAnswer, TestPerson } from '../../support/rest.ts';
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

function post(raw: string | Uint8Array, headers: Record<string, string> = {}): Promise<RestAnswer> {
  return rest(server.url, 'POST', messages(), { token: alice.token, raw, headers });
}

describe('a body that cannot be read', () => {
  it.each<[string, string | Uint8Array]>([
    ['cut off', '{"content": "Hello'],
    ['no JSON', 'content=Hello'],
    ['empty', ''],
    ['two values', '{"content":"a"}{"content":"b"}'],
    ['a trailing comma', '{"content":"a",}'],
    ['single quotes', "{'content':'a'}"],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['UTF-16', Buffer.from('{"content":"a"}', 'utf16le')],
  ])('(%s) is 400 and changes nothing', async (_, body) => {
    const before = await visibleState(alice, bob);
    const { detail } = expectError(await post(body), 400, 'MALFORMED_JSON');
    expect(detail).toBe('Invalid JSON format');
    expect(await visibleState(alice, bob)).toEqual(before);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
  ])('of type %s is 415 and changes nothing', async (type) => {
    const before = await visibleState(alice, bob);
    const answer = await post('{"content":"Hello"}', { 'content-type': type });
    expectError(answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
    expect(await visibleState(alice, bob)).toEqual(before);
  });

  it.each([
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/json ;charset=UTF-8',
  ])('is taken as %s', async (type) => {
    expect((await post('{"content":"Hello"}', { 'content-type': type })).status).toBe(201);
  });

  /** A request whose JSON is `bytes` long, padded by a field that nobody reads. */
  const ofSize = (bytes: number) => {
    const frame = JSON.stringify({ content: 'Large', padding: '' });
    return JSON.stringify({ content: 'Large', padding: 'p'.repeat(bytes - frame.length) });
  };

  it('is taken up to the limit, and is 413 beyond it', async () => {
    expect((await post(ofSize(limits.requestMaxBytes))).status).toBe(201);
    const before = await visibleState(alice, bob);
    for (const bytes of [limits.requestMaxBytes + 1, 4 * limits.requestMaxBytes]) {
      expectError(await post(ofSize(bytes)), 413, 'PAYLOAD_TOO_LARGE');
    }
    expect(await visibleState(alice, bob)).toEqual(before);
  });

  it('is counted as it comes, where no length was announced', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request(
        `${server.url}/api/v1${messages()}`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${alice.token}`, 'content-type': 'application/json' },
        },
        (incoming) => {
          incoming.resume();
          resolve(incoming.statusCode);
        },
      );
      outgoing.on('error', reject);
      outgoing.write(ofSize(limits.requestMaxBytes));
      outgoing.end(' '.repeat(100));
    });
    expect(status).toBe(413);
  });
});

describe('a path or method that is not there', () => {
  it.each([
    '/',
    '/messages',
    '/messages/',
    '/messages/conversations/',
    '/Messages/conversations',
    '/messages//conversations',
    '/nothing',
    '/users/',
    '/../../etc/passwd',
    '/docs/../../package.json',
    '/docs/package.json',
  ])('%s is 404', async (path) => {
    // fetch would resolve the dots before it asks.
    expect(await statusOf('GET', `/api/v1${path}`, alice.token)).toBe(404);
    expectError(await rest(server.url, 'GET', path, { token: alice.token }), 404, 'NOT_FOUND');
  });

  it('outside the API is 404', async () => {
    for (const path of ['/', '/api', '/api/v1', '/api/v2/messages/conversations', '/index.html']) {
      expect(await statusOf('GET', path, alice.token)).toBe(404);
    }
  });

  it('with a broken percent sign is 400', async () => {
    const answer = await rest(server.url, 'PUT', '/users/%ZZ/block', { token: alice.token });
    expectError(answer, 400, 'MALFORMED_REQUEST');
  });

  it.each([
    ['PUT', '/messages/conversations'],
    ['DELETE', '/messages/conversations'],
    ['PATCH', '/auth/login'],
    ['GET', '/auth/register'],
    ['POST', '/friends'],
    ['DELETE', '/server'],
  ])('%s %s is 405', async (method, path) => {
    const answer = await rest(server.url, method, path, { token: alice.token });
    expectError(answer, 405, 'METHOD_NOT_ALLOWED');
  });

  it('names the methods that the path has', async () => {
    const answer = await rest(server.url, 'PUT', '/messages/conversations', { token: alice.token });
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'POST']);
  });
});

describe('a request without a valid token', () => {
  const path = (pattern: string) =>
    pattern.replace('/api/v1', '').replace(/\{\w+\}/g, conversation.id);
  // What this computer is told without one: metrics.test.ts.
  const told = ['open', 'host'];
  const closed = endpoints.filter(({ access }) => !told.includes(access));

  it.each(closed.map((endpoint) => [endpoint.method, endpoint.path] as const))(
    '%s %s is 401',
    async (method, pattern) => {
      if (method === 'HEAD') {
        // An answer to HEAD has no body to look at.
        expect((await rest(server.url, method, path(pattern))).status).toBe(401);
        return;
      }
      expectError(await rest(server.url, method, path(pattern)), 401, 'UNAUTHORIZED');
      for (const token of ['', 'nonsense', `${alice.token}x`, alice.refreshToken]) {
        const answer = await rest(server.url, method, path(pattern), { token });
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
        expectError(answer, 401, token === '' ? 'UNAUTHORIZED' : 'TOKEN_INVALID');
      }
    },
  );

  it('is 401 before its body or path is looked at', async () => {
    const answer = await rest(server.url, 'POST', '/messages/conversations/first/messages', {
      raw: '{',
    });
    expectError(answer, 401, 'UNAUTHORIZED');
  });

  it('is 401 with another scheme, and the scheme is read in any case', async () => {
    const ask = (authorization: string) =>
      rest(server.url, 'GET', '/auth/me', { headers: { authorization } });
    expectError(await ask(`Basic ${alice.token}`), 401, 'UNAUTHORIZED');
    expectError(await ask(alice.token), 401, 'UNAUTHORIZED');
    expect((await ask(`bearer ${alice.token}`)).status).toBe(200);
  });
});

/** Sends a path as it is, without resolving its dots. */
async function statusOf(method: string, path: string, token: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const headers = { authorization: `Bearer ${token}` };
    request({ hostname, port, path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
