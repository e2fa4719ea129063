import { request } from 'node:http';
import { hostname } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newPeople } from '../../support/people.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, startServerForTest, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
let alice: TestPerson;
beforeAll(async () => {
  server = await startServer({ allowedHosts: ['Chat.Example'] });
  [alice] = await newPeople(server.url, 'alice');
});
afterAll(() => stopServer(server));

interface Asked {
  status: number;
  text: string;
}

/** As a browser would that was told the server's address for a name of somebody's choosing. */
function askAs(host: string, path: string, headers = {}, url = server.url): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}${path}`, { headers: { host, ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, text });
      });
    });
    outgoing.on('upgrade', (_, socket) => {
      socket.destroy();
      resolve({ status: 101, text: '' });
    });
    outgoing.on('error', reject).end();
  });
}

const upgrading = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': Buffer.alloc(16, 1).toString('base64'),
};

const foreign = [
  'evil.example',
  'evil.example:8000',
  '127.0.0.1.evil.example',
  'localhost.evil.example:8000',
  'chat.example.evil.example',
  '[evil.example]',
  'localhost:8000:8000',
  'localhost@evil.example',
];

it.each(foreign)('a request to “%s” is 421: nothing is read, and no socket opens', async (host) => {
  const signedIn = { authorization: `Bearer ${alice.token}` };
  for (const path of ['/api/v1/auth/me', '/api/v1/server', '/api/v1/nothing', '/api/v1/docs']) {
    const { status, text } = await askAs(host, path, signedIn);
    expect(status).toBe(421);
    expect(text).not.toContain(alice.username);
    expect(text).not.toContain('Test server');
  }
  const socket = `/api/v1/chat/ws?token=${alice.token}`;
  expect((await askAs(host, socket, upgrading)).status).not.toBe(101);
});

it('says which name it does not know, and how its host can change that', async () => {
  const { text } = await askAs('evil.example', '/api/v1/server');
  expect(JSON.parse(text)).toMatchObject({
    error_code: 'HOST_NOT_ALLOWED',
    detail: expect.stringContaining('--allowed-host') as string,
  });
});

const own = [
  '127.0.0.1:8000',
  '192.168.1.5',
  '[::1]:8000',
  'LOCALHOST:8000',
  'localhost.',
  'chat.example:8000',
  hostname(),
  `${hostname()}.local:8000`,
];

it.each(own)('a request to “%s” is answered, and a socket opens', async (host) => {
  expect((await askAs(host, '/api/v1/server')).status).toBe(200);
  expect((await askAs(host, `/api/v1/chat/ws?token=${alice.token}`, upgrading)).status).toBe(101);
});

it('is asked for by default too', async () => {
  const { url } = await startServerForTest();
  expect((await askAs('chat.example', '/api/v1/server', {}, url)).status).toBe(421);
});
