import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { rest, signUp } from '../../support/rest.ts';
import { startServerForTest } from '../../support/test-server.ts';

it('gives each answer an id of its own', async () => {
  const { url } = await startServerForTest();
  const answers = [
    await rest(url, 'GET', '/server'),
    await rest(url, 'GET', '/nowhere'),
    await rest(url, 'GET', '/auth/me'),
    await rest(url, 'OPTIONS', '/server'),
  ];
  const ids = answers.map(({ headers }) => headers.get('x-request-id'));
  for (const id of ids) expect(id).toMatch(/^[\w.-]{4,64}$/);
  expect(new Set(ids).size).toBe(answers.length);
});

it('takes the caller’s own where it can do no harm in a log', async () => {
  const { url } = await startServerForTest();
  const idFor = async (id: string) => {
    const { headers } = await rest(url, 'GET', '/server', { headers: { 'X-Request-Id': id } });
    return headers.get('x-request-id');
  };
  expect(await idFor('trace-7.a_B')).toBe('trace-7.a_B');
  for (const bad of ['', 'two words', '{"level":60}', 'x'.repeat(65)]) {
    expect(await idFor(bad)).not.toBe(bad);
  }
});

it('names refused sockets too', async () => {
  const { url } = await startServerForTest();
  await signUp(url, 'alice');
  for (const path of ['/api/v1/chat/ws?token=none', '/api/v1/secure']) {
    const headers = { 'X-Request-Id': 'from-afar', origin: 'https://elsewhere.example' };
    const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers });
    socket.on('error', () => undefined);
    const id = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.headers['x-request-id']);
      });
    });
    expect(id).toBe('from-afar');
  }
});
