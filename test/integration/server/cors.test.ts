import { afterAll, beforeAll, expect, it } from 'vitest';
import { newPeople } from '../../support/people.ts';
import { rest } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
let alice: TestPerson;
beforeAll(async () => {
  server = await startServer({ allowedOrigins: ['https://intranet.example/'] });
  [alice] = await newPeople(server.url, 'alice');
});
afterAll(() => stopServer(server));

const own = [
  'http://localhost:5173',
  'http://127.0.0.1',
  'http://[::1]:8080',
  'https://intranet.example',
];
const foreign = ['https://evil.example', 'https://localhost.evil.example', 'null', 'file://'];

function preflight(origin: string, method = 'POST'): Promise<Response> {
  return fetch(`${server.url}/api/v1/messages/conversations`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization, content-type',
    },
  });
}

it.each(own)('a page from %s may ask first', async (origin) => {
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
    const { status, headers } = await preflight(origin, method);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-methods')).toContain(method);
    const allowed = headers.get('access-control-allow-headers')?.toLowerCase().split(/, */);
    expect(allowed).toEqual(expect.arrayContaining(['authorization', 'content-type']));
  }
});

it.each(own)('a page from %s may read answers, errors too', async (origin) => {
  for (const token of [alice.token, 'nonsense']) {
    const { headers } = await rest(server.url, 'GET', '/auth/me', { token, headers: { origin } });
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    // One answer must not be kept for a page from elsewhere.
    expect(headers.get('vary')?.toLowerCase()).toContain('origin');
    // There are no cookies: nothing of the browser's own may be sent along.
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  }
});

it.each(foreign)('a page from %s may neither', async (origin) => {
  const asked = await preflight(origin);
  expect(asked.headers.get('access-control-allow-origin')).toBeNull();
  const { headers } = await rest(server.url, 'GET', '/auth/me', {
    token: alice.token,
    headers: { origin },
  });
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

it('lets a page read how long to wait', async () => {
  const { headers } = await preflight('http://localhost');
  expect(headers.get('access-control-expose-headers')?.toLowerCase()).toContain('retry-after');
});

it('says nothing of origins where none asks', async () => {
  const { headers } = await alice.get('/auth/me');
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

it('lets nobody keep or sniff an answer', async () => {
  const { headers } = await alice.get('/auth/me');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});
