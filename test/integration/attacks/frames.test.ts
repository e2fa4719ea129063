import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { limits } from '#protocol/limits.ts';
import { newPeople, openSockets } from '../../support/people.ts';
import { RawConnection } from '../../support/raw-connection.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
let alice: TestPerson;
beforeAll(async () => {
  server = await startServer();
  [alice] = await newPeople(server.url, 'alice');
});
afterAll(() => stopServer(server));

interface Frame {
  fin?: boolean;
  /** The three reserved bits; the first stands for a compressed message. */
  reserved?: number;
  opcode: number;
  payload?: Uint8Array | string;
  mask?: Buffer | null;
  /** Announced in place of the payload's own. */
  length?: bigint;
}

const text = 1;
const continuation = 0;

/** A WebSocket frame (RFC 6455, 5.2), as right or wrong as asked for. */
function frame({ fin = true, reserved = 0, opcode, payload = '', mask, length }: Frame): Buffer {
  const key = mask === undefined ? Buffer.from([1, 2, 3, 4]) : mask;
  const body = Buffer.from(payload as string);
  const head = Buffer.from([
    (fin ? 0x80 : 0) | (reserved << 4) | opcode,
    ...lengthBytes(length ?? BigInt(body.length)),
  ]);
  head[1] = (head[1] ?? 0) | (key === null ? 0 : 0x80);
  const shown = key === null ? body : body.map((byte, index) => byte ^ (key[index % 4] ?? 0));
  return Buffer.concat([head, key ?? Buffer.alloc(0), shown]);
}

/** In the shortest of the three forms, as the standard wants it. */
function lengthBytes(length: bigint): Uint8Array {
  if (length < 126n) return Uint8Array.of(Number(length));
  const bytes = Buffer.alloc(9);
  bytes.writeBigUInt64BE(length, 1);
  if (length >= 65_536n) return Uint8Array.of(127, ...bytes.subarray(1));
  return Uint8Array.of(126, ...bytes.subarray(7));
}

/** A socket of alice's that has been let in and has been greeted. */
async function openRaw(headers: readonly string[] = []): Promise<RawConnection> {
  const connection = await RawConnection.open(server.url);
  onTestFinished(() => {
    connection.end();
  });
  const lines = [
    `GET /api/v1/chat/ws?token=${alice.token} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${Buffer.alloc(16, 7).toString('base64')}`,
    ...headers,
  ];
  connection.send(`${lines.join('\r\n')}\r\n\r\n`);
  await connection.until((each) => each.text.includes('connection_established'));
  expect(connection.statuses).toEqual([101]);
  return connection;
}

const heartbeat = JSON.stringify({ type: 'heartbeat' });
const large = 'x'.repeat(limits.socketMessageMaxBytes);

it.each<[string, Frame[]]>([
  ['said to be compressed', [{ opcode: text, reserved: 4, payload: heartbeat }]],
  ['with reserved bits', [{ opcode: text, reserved: 3, payload: heartbeat }]],
  ['of a kind that there is not', [{ opcode: 3, payload: heartbeat }]],
  ['that goes on what did not begin', [{ opcode: continuation, payload: heartbeat }]],
  ['that is no UTF-8', [{ opcode: text, payload: Buffer.from([0x22, 0xff, 0xfe, 0x22]) }]],
  ['that is too large', [{ opcode: text, payload: `${large}x` }]],
  [
    'that is too large in pieces',
    [
      { opcode: text, fin: false, payload: large.slice(1) },
      { opcode: continuation, fin: false, payload: 'xxx' },
    ],
  ],
  ['that announces more than there is memory', [{ opcode: text, length: 2n ** 62n }]],
  ['a ping that is too long', [{ opcode: 9, payload: 'x'.repeat(126) }]],
  ['a ping in pieces', [{ opcode: 9, fin: false, payload: 'x' }]],
])('a frame %s ends its socket, and no other', async (_, frames) => {
  const [bystander] = await openSockets(server.url, alice);
  const connection = await openRaw();
  const before = connection.bytes.length;
  for (const each of frames) connection.send(frame(each));
  await connection.closed;
  // At most a goodbye: nothing of it was taken for a message.
  expect(connection.bytes.subarray(before).toString('latin1')).not.toContain('heartbeat_ack');
  bystander.send('heartbeat', {});
  await bystander.next('heartbeat_ack');
  bystander.close();
});

it('a frame without a mask is not taken for a message', async () => {
  const [bystander] = await openSockets(server.url, alice);
  const connection = await openRaw();
  const before = connection.bytes.length;
  connection.send(frame({ opcode: text, payload: heartbeat, mask: null }));
  await bystander.soFar('heartbeat_ack');
  bystander.close();
  expect(connection.bytes.subarray(before).toString('latin1')).not.toContain('heartbeat_ack');
});

it('compression is not agreed to: there is nothing to blow up', async () => {
  const connection = await openRaw(['Sec-WebSocket-Extensions: permessage-deflate']);
  expect(connection.text.toLowerCase()).not.toContain('permessage-deflate');
});

it('a message in many pieces, between pings, is one message', async () => {
  const connection = await openRaw();
  const pieces = [...heartbeat];
  for (const [index, payload] of pieces.entries()) {
    connection.send(frame({ opcode: 9, payload: 'still here' }));
    const opcode = index === 0 ? text : continuation;
    connection.send(frame({ opcode, fin: index === pieces.length - 1, payload }));
  }
  await connection.until((each) => each.text.includes('heartbeat_ack'));
  expect(connection.text.match(/heartbeat_ack/g)).toHaveLength(1);
});

it('text that is no command is answered with an error, and changes nothing', async () => {
  const connection = await openRaw();
  const nonsense = ['', '{', '[]', 'null', '{"type":"__proto__"}', '{"type":["heartbeat"]}'];
  for (const payload of nonsense) connection.send(frame({ opcode: text, payload }));
  connection.send(frame({ opcode: text, payload: heartbeat }));
  await connection.until((each) => each.text.includes('heartbeat_ack'));
  expect(connection.text.match(/"type":"error"/g)).toHaveLength(nonsense.length);
});
