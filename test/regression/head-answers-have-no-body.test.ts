import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startServerForTest } from '../support/test-server.ts';

it('an answer to HEAD has no body, and its connection goes on', async () => {
  const { port } = await startServerForTest();
  const lines = await exchange(port, [
    'HEAD /api/v1/server HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  ]);
  expect(lines.filter((line) => line.startsWith('HTTP/1.1 '))).toEqual([
    'HTTP/1.1 405 Method Not Allowed',
    'HTTP/1.1 200 OK',
  ]);
  // An answer to HEAD has no body: one would be read as the beginning of the next answer.
  expect(lines.filter((line) => line.startsWith('{'))).toEqual(['{"status":"ok"}']);
});

/** Sends requests over one connection, each after the answer to the last, and answers all lines. */
async function exchange(port: number, requests: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let text = '';
    const waiting = [...requests];
    const socket = connect(port, '127.0.0.1', () => socket.write(waiting.shift() ?? ''));
    socket.on('data', (data) => {
      text += data.toString();
      const next = waiting.shift();
      if (next !== undefined) socket.write(next);
    });
    socket.on('error', reject);
    socket.on('end', () => resolve(text.split('\r\n')));
  });
}
