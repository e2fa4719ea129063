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

it('a web page', async () => {
  const address = await listening(
    createHttpServer((_request, answer) => {
      answer.end('<html></html>');
    }),
  );
  expect(await checkAddress(address, 'ours')).toEqual({ address, result: 'another-program' });
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
