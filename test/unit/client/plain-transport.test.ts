import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { ChatClient } from '#client/chat-client.ts';
import { PlainSocket } from '#client/plain-socket.ts';
import { PlainTransport } from '#client/plain-transport.ts';
import type { SocketEnd, TransportRequest } from '#client/transport.ts';
import { Deferred } from './support/scripted-transport.ts';

const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function listen(server: net.Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endings.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function transportTo(url: string): PlainTransport {
  const transport = new PlainTransport(url);
  endings.push(() => transport.close());
  return transport;
}

function ask(part: Partial<TransportRequest> = {}): TransportRequest {
  return { method: 'GET', path: '/api/v1/x', accessToken: null, timeoutMs: 5_000, ...part };
}

async function unusedUrl(): Promise<string> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe('requests over plain HTTP', () => {
  it('carry method, path, token and JSON, and bring status, headers and JSON', async () => {
    const requests: unknown[] = [];
    const server = http.createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const { method, url, headers } = request;
        requests.push({ method, url, authorization: headers.authorization, body });
        response.writeHead(429, { 'Retry-After': '3' }).end('{"grüße":1}');
      });
    });
    const transport = transportTo(await listen(server));
    const body = { text: 'ünïcödé' };
    const answer = await transport.request(
      ask({ method: 'POST', path: '/a?b=c', body, accessToken: 'secret' }),
    );
    expect(requests).toEqual([
      { method: 'POST', url: '/a?b=c', authorization: 'Bearer secret', body: JSON.stringify(body) },
    ]);
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('3');
    expect(answer.body).toEqual({ grüße: 1 });
  });

  it('bring undefined for what is not JSON', async () => {
    const server = http.createServer((_, response) => response.end('<html>'));
    const transport = transportTo(await listen(server));
    expect(await transport.request(ask())).toMatchObject({ status: 200, body: undefined });
  });

  it('carry bytes both ways, which are no JSON', async () => {
    const heard: unknown[] = [];
    const server = http.createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { accept, 'content-type': type } = request.headers;
        heard.push({ accept, type, bytes: Buffer.concat(parts).toString('hex') });
        response.writeHead(request.url === '/none' ? 404 : 200, { 'Set-Cookie': 'a=b' });
        response.end('{"detail":"gone"}');
      });
    });
    const transport = transportTo(await listen(server));
    const bytes = { method: 'PATCH', bytes: Uint8Array.of(0, 255), answersBytes: true } as const;
    const answer = await transport.request(ask(bytes));
    expect(heard).toEqual([{ accept: '*/*', type: undefined, bytes: '00ff' }]);
    expect(Buffer.from(answer.bytes ?? []).toString()).toBe('{"detail":"gone"}');
    expect(answer.headers['set-cookie']).toBeUndefined();
    const refused = await transport.request(ask({ ...bytes, path: '/none' }));
    expect(refused).toMatchObject({ status: 404, body: { detail: 'gone' } });
  });

  it('break off an answer that never ends', async () => {
    const server = http.createServer((_, response) => {
      const piece = Buffer.alloc(1_048_576, ' ');
      const more = () => {
        response.write(piece);
      };
      response.on('drain', more);
      more();
    });
    const transport = transportTo(await listen(server));
    await expect(transport.request(ask({ timeoutMs: 60_000 }))).rejects.toMatchObject({
      code: 'UNREACHABLE',
      cause: { message: 'the answer is too large' },
    });
  });

  it('say that nothing listens, that no answer came, that the connection was cut', async () => {
    const nowhere = transportTo(await unusedUrl());
    await expect(nowhere.request(ask())).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('nothing listens there') as string,
    });
    const silent = transportTo(await listen(http.createServer(() => undefined)));
    await expect(silent.request(ask({ timeoutMs: 30 }))).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('no answer in time') as string,
    });
    const cutting = http.createServer((request) => request.socket.destroy());
    const cut = transportTo(await listen(cutting));
    await expect(cut.request(ask())).rejects.toMatchObject({ code: 'UNREACHABLE' });
    const halfway = http.createServer((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('{"a":');
      response.socket?.end();
    });
    const half = transportTo(await listen(halfway));
    await expect(half.request(ask())).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('recognise what is no web server', async () => {
    const server = net.createServer((socket) => socket.resume().end('SSH-2.0-OpenSSH_9.2\r\n'));
    const transport = transportTo(await listen(server));
    await expect(transport.request(ask())).rejects.toMatchObject({ code: 'NOT_A_SERVER' });
    const plain = await listen(http.createServer((_, response) => response.end('{}')));
    const sealed = transportTo(plain.replace('http:', 'https:'));
    await expect(sealed.request(ask())).rejects.toMatchObject({ code: 'NOT_A_SERVER' });
  });

  it('end with the transport', async () => {
    const transport = transportTo(await listen(http.createServer(() => undefined)));
    const waiting = transport.request(ask()).catch((error: unknown) => error);
    await transport.close();
    expect(await waiting).toMatchObject({ code: 'UNREACHABLE' });
    await expect(transport.request(ask())).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('refuse an address that is none', () => {
    expect(() => new PlainTransport('not an address')).toThrow('not the address of a server');
    expect(() => new PlainTransport('ftp://host')).toThrow('not the address of a server');
  });
});

describe('a plain socket', () => {
  function openAt(transport: PlainTransport) {
    const messages: string[] = [];
    const ends: SocketEnd[] = [];
    const ended = new Deferred<SocketEnd>();
    const heard = new Deferred<string>();
    const socket = transport.openSocket('/api/v1/chat/ws', 'se cret', {
      onMessage: (text) => {
        messages.push(text);
        heard.resolve(text);
      },
      onClose: (end) => {
        ends.push(end);
        ended.resolve(end);
      },
    });
    return { socket, messages, ends, ended: ended.promise, heard: heard.promise };
  }

  it('carries text both ways and tells the close code', async () => {
    const server = http.createServer();
    const sockets = new WebSocketServer({ server });
    const heardByServer: string[] = [];
    const urls: (string | undefined)[] = [];
    sockets.on('connection', (peer, request) => {
      urls.push(request.url);
      peer.send('welcome');
      peer.on('message', (data) => {
        heardByServer.push((data as Buffer).toString());
        peer.close(4401);
      });
    });
    const transport = transportTo(await listen(server));
    const { socket, heard, ended, ends } = openAt(transport);
    expect(await heard).toBe('welcome');
    socket.send('hello');
    expect(await ended).toEqual({ code: 4401, refusedStatus: null });
    expect(heardByServer).toEqual(['hello']);
    expect(urls).toEqual(['/api/v1/chat/ws?token=se+cret']);
    socket.close();
    expect(ends).toHaveLength(1);
  });

  it('tells the status that refused it', async () => {
    const server = http.createServer();
    server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n'));
    const transport = transportTo(await listen(server));
    expect(await openAt(transport).ended).toEqual({ code: 1006, refusedStatus: 401 });
  });

  it('is gone by itself when it is refused', async () => {
    const server = http.createServer();
    const peers: Duplex[] = [];
    server.on('upgrade', (_, peer) => {
      peers.push(peer);
      peer.write('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\n\r\n');
    });
    const url = new URL(await listen(server));
    url.protocol = 'ws:';
    const socket = new PlainSocket(url, { onMessage: () => undefined, onClose: () => undefined });
    await socket.gone;
    for (const peer of peers) peer.destroy();
  });

  it('tells that it never opened', async () => {
    const transport = transportTo(await unusedUrl());
    expect(await openAt(transport).ended).toEqual({ code: 1006, refusedStatus: null });
  });

  it('closes before it has opened without a fuss', async () => {
    const transport = transportTo(await listen(net.createServer()));
    const { socket, ends } = openAt(transport);
    socket.close();
    await transport.close();
    expect(ends).toHaveLength(1);
  });
});

describe('probing an address', () => {
  it('answers what the server says of itself', async () => {
    const information = {
      name: 'Workshop',
      version: '1.0.0',
      registration: 'open',
      public_key: 'key',
      fingerprint: 'print',
      limits: { messageMaxCharacters: 5_000 },
    };
    const server = http.createServer((_, response) => response.end(JSON.stringify(information)));
    expect(await ChatClient.probe(await listen(server))).toEqual(information);
  });

  it('tells another server from ours, and from none', async () => {
    const server = http.createServer((_, response) => response.end('{"hello":"world"}'));
    await expect(ChatClient.probe(await listen(server))).rejects.toMatchObject({
      code: 'NOT_A_SERVER',
    });
    await expect(ChatClient.probe(await unusedUrl())).rejects.toMatchObject({
      code: 'UNREACHABLE',
    });
  });
});
