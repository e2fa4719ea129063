import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { socketPath } from '#protocol/connection.ts';
import type { Tokens } from '#protocol/accounts.ts';
import { rest, signUp } from '../support/rest.ts';
import type { TestPerson } from '../support/rest.ts';
import { TestSocket } from '../support/socket.ts';
import { startServerForTest } from '../support/test-server.ts';

/** Its mask is zero, so the text stands in the frame as it is. */
function maskedFrame(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}

/**
 * Upgrades, sends a heartbeat once the server has greeted, and answers what came until its
 * acknowledgement or the connection's end.
 */
function talkOverRawSocket(port: number, person: TestPerson): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    let asked = false;
    socket.on('data', (data) => {
      received += data.toString('latin1');
      if (!asked && received.includes('connection_established')) {
        asked = true;
        socket.write(maskedFrame('{"type":"heartbeat"}'));
      }
      if (received.includes('heartbeat_ack')) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(received);
    });
    socket.write(
      [
        `GET ${socketPath}?token=${person.token} HTTP/1.1`,
        'Host: 127.0.0.1',
        'Upgrade: websocket',
        // The bit that it sets is the one that was looked for in the wrong memory.
        'Connection: close',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        '\r\n',
      ].join('\r\n'),
    );
  });
}

it('a socket is open after its upgrade, whatever the request said of the connection', async () => {
  const { url, port } = await startServerForTest();
  const person = await signUp(url, 'alice');
  expect(await talkOverRawSocket(port, person)).toContain('heartbeat_ack');
});

it('none of many sockets, each with a token not seen before, is closed right after its upgrade', async () => {
  const { url } = await startServerForTest();
  let { refreshToken } = await signUp(url, 'alice');
  const freshToken = async () => {
    const json = { refresh_token: refreshToken };
    const { body } = await rest<Tokens>(url, 'POST', '/auth/refresh', { json });
    refreshToken = body.refresh_token;
    return body.access_token;
  };
  for (let round = 0; round < 40; round += 1) {
    const tokens: string[] = [];
    for (let count = 0; count < 10; count += 1) tokens.push(await freshToken());
    const sockets = await Promise.all(tokens.map((token) => TestSocket.open(url, token)));
    await Promise.all(sockets.map((socket) => socket.soFar('heartbeat_ack')));
    for (const socket of sockets) socket.close();
  }
});
