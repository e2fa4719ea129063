import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { lookup as systemLookup } from 'node:dns';
import { expect, it, onTestFinished } from 'vitest';
import {
  namesPrivateAddress,
  postOutside,
  PrivateAddressError,
} from '#server/webhooks/outside-request.ts';

/** Somebody on this computer, and who came to them. */
async function receiver(status = 200, headers: Record<string, string> = {}) {
  const requests: IncomingMessage[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    requests.push(request);
    response.writeHead(status, headers).end('x'.repeat(1_000_000));
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, requests, connections: () => connections };
}

/** A name service that answers with each list in turn, and the last for ever. */
function nameService(...answers: string[][]) {
  let asked = 0;
  const lookup = (_host: string, _options: object, callback: (...told: unknown[]) => void) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );
  };
  return { lookup: lookup as unknown as typeof systemLookup, asked: () => asked };
}

const message = { headers: {}, body: '{}' };
const { signal } = new AbortController();
const timeoutMs = 10_000;

it('answers the status, and reads no more', async () => {
  const { port, requests } = await receiver(202);
  const url = `http://127.0.0.1:${String(port)}/hook?a=b`;
  expect(await postOutside(url, message, { allowsPrivate: true, signal, timeoutMs })).toBe(202);
  expect(requests.map(({ method, url: target }) => `${String(method)} ${String(target)}`)).toEqual([
    'POST /hook?a=b',
  ]);
});

it.each(['127.0.0.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]', '169.254.169.254'])(
  'asks nobody at %s unless that is allowed',
  async (host) => {
    const { port, connections } = await receiver();
    const url = `http://${host}:${String(port)}/`;
    expect(namesPrivateAddress(url)).toBe(true);
    const asked = postOutside(url, message, { allowsPrivate: false, signal, timeoutMs });
    await expect(asked).rejects.toThrow(PrivateAddressError);
    expect(connections()).toBe(0);
  },
);

it.each([
  ['to this computer', [['127.0.0.1']]],
  ['to this computer among others', [['8.8.8.8', '127.0.0.1']]],
  ['nowhere', [[]]],
])('asks nobody whose name leads %s', async (_, answers) => {
  const { port, connections } = await receiver();
  const { lookup } = nameService(...answers);
  const url = `http://hook.example:${String(port)}/`;
  const asked = postOutside(url, message, { allowsPrivate: false, lookup, signal, timeoutMs });
  await expect(asked).rejects.toThrow(PrivateAddressError);
  expect(connections()).toBe(0);
});

it('looks a name up once: what was checked is what is connected to', async () => {
  const { port, connections } = await receiver();
  // Harmless when it is looked at, and this computer a moment later.
  const { lookup, asked } = nameService(['192.0.2.1'], ['127.0.0.1']);
  const url = `http://hook.example:${String(port)}/`;
  const stopping = new AbortController();
  const options = { allowsPrivate: true, lookup, signal: stopping.signal, timeoutMs };
  const first = postOutside(url, message, options).catch((error: unknown) => error);
  stopping.abort();
  expect(await first).toBeInstanceOf(Error);
  expect({ asked: asked(), connections: connections() }).toEqual({ asked: 1, connections: 0 });
  expect(await postOutside(url, message, { ...options, signal })).toBe(200);
  expect({ asked: asked(), connections: connections() }).toEqual({ asked: 2, connections: 1 });
});

it('follows no redirection', async () => {
  const elsewhere = await receiver();
  const location = `http://127.0.0.1:${String(elsewhere.port)}/`;
  const { port } = await receiver(307, { location });
  const url = `http://127.0.0.1:${String(port)}/`;
  expect(await postOutside(url, message, { allowsPrivate: true, signal, timeoutMs })).toBe(307);
  expect(elsewhere.connections()).toBe(0);
});

it('waits for an answer so long and no longer, also for one that never ends its headers', async () => {
  const silent = createServer(() => undefined);
  const halting = createSocketServer((socket) => {
    socket.on('error', () => undefined).resume();
    socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
  });
  for (const server of [silent, halting]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const closed = new Promise((resolve) => {
      server.on('connection', (socket: Socket) => {
        socket.once('close', resolve);
      });
    });
    onTestFinished(() => {
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const asked = postOutside(`http://127.0.0.1:${String(port)}/`, message, {
      ...{ allowsPrivate: true, signal, timeoutMs: 100 },
    });
    await expect(asked).rejects.toThrow('no answer in 0.1 s');
    await closed;
  }
});
