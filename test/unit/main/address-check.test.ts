import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { checkAddress } from '../../../src/main/hosting/address-check.ts';

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

function answering(status: number, body: string): Promise<string> {
  return listening(
    createHttpServer((request, answer) => {
      answer.writeHead(request.url === '/api/v1/server' ? status : 404);
      answer.end(body);
    }),
  );
}

it.each([
  ['our server', 200, '{"public_key":"ours","name":"The workshop"}', 'answers'],
  ['a server that speaks sealed only', 421, '{}', 'answers'],
  ['a server with another key', 200, '{"public_key":"theirs"}', 'another-program'],
  ['a web page', 200, '<html></html>', 'another-program'],
  ['a page that is not there', 404, '{"public_key":1}', 'another-program'],
])('%s', async (_what, status, body, result) => {
  const address = await answering(status, body);
  expect(await checkAddress(address, 'ours')).toEqual({ address, result });
});

it('a program that does not speak HTTP', async () => {
  const address = await listening(createServer((socket) => socket.end('220 mail ready\r\n')));
  expect((await checkAddress(address, 'ours')).result).toBe('another-program');
});

it('nobody', async () => {
  const server = createServer();
  const address = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  expect((await checkAddress(address, 'ours')).result).toBe('no-answer');
});
