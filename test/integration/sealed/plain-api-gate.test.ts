import { request } from 'node:https';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ChatClient } from '#client/chat-client.ts';
import { expectError } from '../../support/error-answer.ts';
import { outsideAddresses } from '../../support/outside-addresses.ts';
import { rest, signUp } from '../../support/rest.ts';
import { folderForTest } from '../../support/server-process.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { writeCertificate } from './support/test-certificate.ts';

const outside = outsideAddresses();

async function upgradeStatus(url: string): Promise<number> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/chat/ws?token=none`);
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
    });
  });
}

describe('a server that listens beyond this computer', () => {
  it('takes the plain API from this computer only, and sealed channels from everywhere', async () => {
    const { port, url } = await startServerForTest({ host: '0.0.0.0' });
    expect((await rest(url, 'GET', '/server')).status).toBe(200);
    await signUp(url, 'alice');
    for (const address of outside) {
      const from = `http://${address}:${String(port)}`;
      for (const path of ['/server', '/auth/me', '/health', '/docs', '/openapi.json', '/nowhere']) {
        const answer = await rest(from, 'GET', path);
        const { detail } = expectError(answer, 421, 'PLAIN_API_REFUSED');
        expect(detail).toContain('--plain-api');
      }
      expect(await upgradeStatus(from)).toBe(421);
      expect((await ChatClient.probeSealed(from)).information.name).toBe('Test server');
    }
  });

  it('takes it from everywhere when it is told to', async () => {
    const { port } = await startServerForTest({ host: '0.0.0.0', plainApi: true });
    for (const address of outside) {
      const from = `http://${address}:${String(port)}`;
      expect((await rest(from, 'GET', '/server')).status).toBe(200);
      expect(await upgradeStatus(from)).toBe(401);
    }
  });

  it('takes it from everywhere over TLS, and seals channels inside it', async () => {
    const tls = writeCertificate(folderForTest());
    const { port, url } = await startServerForTest({ host: '0.0.0.0', tls });
    expect(url).toMatch(/^https:/);
    for (const address of ['127.0.0.1', ...outside]) {
      const status = await new Promise((resolve, reject) => {
        const path = '/api/v1/server';
        const options = { host: address, port, path, rejectUnauthorized: false };
        request(options, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect(status).toBe(200);
    }
  });

  it.each([
    ['a file that is not there', '/nowhere/cert.pem', 'cannot be read'],
    ['a file that is none', import.meta.filename, 'are not a certificate and its key'],
  ])('does not start with %s as its certificate', async (_, file, sentence) => {
    const tls = { certFile: file, keyFile: file };
    await expect(startServerForTest({ tls })).rejects.toThrow(sentence);
  });
});
