import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket as PageSocket, WebSocketServer } from 'ws';
import { openBrowserWire } from '#client/platform/browser-wire.ts';
import type { Wire } from '#client/platform/wire.ts';
import { eventually } from '../../support/eventually.ts';
import { Deferred } from './support/scripted-transport.ts';

let server: http.Server;
let peers: PageSocket[];
let url: URL;

beforeEach(async () => {
  // It has what a page's has, and speaks to real servers as that does.
  vi.stubGlobal('WebSocket', PageSocket);
  peers = [];
  server = http.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = new URL(`ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
});

afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  for (const peer of peers) peer.terminate();
  await new Promise((resolve) => server.close(resolve));
});

/** A wire to the server, and what its listener hears. */
function wireTo(address: URL) {
  const heard: unknown[] = [];
  const closed = new Deferred<[number, string]>();
  const opened = new Deferred<Wire>();
  const wire = openBrowserWire(address, {
    onOpen: () => {
      opened.resolve(wire);
    },
    onMessage: (frame) => heard.push(frame === null ? null : [...frame]),
    onRefused: (status) => heard.push(status),
    onError: (cause) => heard.push(cause),
    onClose: (code, reason) => {
      closed.resolve([code, reason]);
    },
  });
  return { heard, closed: closed.promise, opened: opened.promise };
}

async function connected() {
  const sockets = new WebSocketServer({ server });
  const arrived = once(sockets, 'connection') as Promise<[PageSocket]>;
  const { opened, ...rest } = wireTo(url);
  const [[peer], wire] = await Promise.all([arrived, opened]);
  peers.push(peer);
  return { peer, wire, ...rest };
}

it('brings bytes as they are and says so of a text; once it closes nothing is sent', async () => {
  const { peer, wire, heard, closed } = await connected();
  const echoed = new Deferred<undefined>();
  peer.on('message', (data: Buffer) => {
    peer.send('a text');
    peer.send(data);
    peer.close(4_001, 'enough');
    echoed.resolve(undefined);
  });
  wire.send(Uint8Array.of(1, 2, 3));
  await echoed.promise;
  expect(await closed).toEqual([4_001, 'enough']);
  expect(heard).toEqual([null, [1, 2, 3]]);
  const told = new Deferred<undefined>();
  wire.send(Uint8Array.of(4), () => {
    told.resolve(undefined);
  });
  await told.promise;
  wire.close(1_000, 'again');
  expect(wire.bufferedAmount).toBe(0);
});

it('tells that there is room for more only once the network has taken what was sent', async () => {
  const { peer, wire, closed } = await connected();
  peer.pause();
  const piece = new Uint8Array(1_048_576);
  // More than lies between the two: the system’s own buffers have an end.
  while (wire.bufferedAmount < 8 * piece.length) {
    wire.send(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  let hasRoom = false;
  wire.send(piece, () => {
    hasRoom = true;
  });
  vi.advanceTimersByTime(100);
  expect(hasRoom).toBe(false);
  peer.resume();
  await eventually(() => {
    expect(wire.bufferedAmount).toBe(0);
  });
  vi.advanceTimersByTime(100);
  expect(hasRoom).toBe(true);
  wire.close(4_002, 'done');
  wire.close(4_003, 'twice');
  expect(await closed).toEqual([4_002, 'done']);
});

it('knows nothing of why it was refused, and ends', async () => {
  server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  const { heard, closed } = wireTo(url);
  expect(await closed).toEqual([1_006, '']);
  expect(heard).toEqual([undefined]);
});

it('ends without goodbye when it is told to', async () => {
  const { wire, closed } = await connected();
  wire.terminate();
  expect((await closed)[0]).toBe(1_005);
});
