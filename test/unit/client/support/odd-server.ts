import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { SealedSession } from '#protocol/noise/sealed-session.ts';
import { newHandshakes } from '../../noise/sealed-pair.ts';

/** Answers every attempt to open a WebSocket with an HTTP status. */
export async function refusingServer(status: number): Promise<URL> {
  const server = createServer().on('upgrade', (_request, socket) => {
    socket.end(`HTTP/1.1 ${String(status)} No\r\ncontent-length: 0\r\n\r\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return addressOf(server.address() as AddressInfo);
}

/** Does with each WebSocket what a test wants. */
export async function oddServer(meet: (client: WebSocket) => void): Promise<URL> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', meet);
  await once(server, 'listening');
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return addressOf(server.address() as AddressInfo);
}

/** The whole handshake. */
export async function sessionWith(client: WebSocket): Promise<SealedSession> {
  const { server: handshake } = newHandshakes();
  handshake.read(await nextFrame(client));
  client.send(handshake.write());
  handshake.read(await nextFrame(client));
  return handshake.finish({ receiveMaxBytes: 1_000_000 });
}

export async function nextFrame(client: WebSocket): Promise<Buffer> {
  const [frame] = (await once(client, 'message')) as [Buffer];
  return frame;
}

function addressOf({ port }: AddressInfo): URL {
  return new URL(`ws://127.0.0.1:${String(port)}/`);
}
