import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { hostname } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Tokens } from '#protocol/accounts.ts';
import { sealedPath } from '#protocol/sealed.ts';
import { withDatabase } from '../../support/database-file.ts';
import { outsideAddresses } from '../../support/outside-addresses.ts';
import { password } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { SealedPeer } from '../sealed/support/sealed-peer.ts';

const script = 'console.log("the page");\n'.repeat(50);

/** A page with what must not be served beside it. */
function pageFolder(): string {
  const folder = folderForTest();
  const page = path.join(folder, 'page');
  mkdirSync(path.join(page, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'secret.js'), 'secret');
  writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>Guests</title>');
  writeFileSync(path.join(page, 'assets/main-1a2b.js'), script);
  writeFileSync(path.join(page, 'assets/main-1a2b.js.gz'), gzipSync(script));
  writeFileSync(path.join(page, 'secret.key'), 'secret');
  return page;
}

interface Got {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Asks for a path exactly as it stands: `fetch` would tidy it up. */
async function get(url: string, asked: string, headers: OutgoingHttpHeaders = {}): Promise<Got> {
  const { hostname: host, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ host, port, path: asked, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const { statusCode: status = 0 } = response;
        resolve({ status, headers: response.headers, body: Buffer.concat(parts) });
      });
    })
      .on('error', reject)
      .end();
  });
}

it('is served with a policy that lets it speak to its server alone', async () => {
  const { url } = await startServerForTest({ guestPage: pageFolder() });
  const page = await get(url, '/');
  expect(page.status).toBe(200);
  expect(page.body.toString()).toContain('Guests');
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  const policy = page.headers['content-security-policy'];
  for (const directive of [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]) {
    expect(policy).toContain(directive);
  }
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});

it('is asked for anew each time, and its scripts never again', async () => {
  const { url } = await startServerForTest({ guestPage: pageFolder() });
  const page = await get(url, '/');
  expect(page.headers['cache-control']).toBe('no-cache');
  const again = await get(url, '/', { 'If-None-Match': page.headers.etag });
  expect(again.status).toBe(304);
  expect(again.body).toHaveLength(0);
  const asset = await get(url, '/assets/main-1a2b.js');
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(asset.headers['content-type']).toBe('text/javascript; charset=utf-8');
});

it('comes gzipped to those who take that', async () => {
  const { url } = await startServerForTest({ guestPage: pageFolder() });
  const asked = '/assets/main-1a2b.js';
  const small = await get(url, asked, { 'Accept-Encoding': 'gzip, deflate, br' });
  expect(small.headers['content-encoding']).toBe('gzip');
  expect(small.headers.vary).toBe('Accept-Encoding');
  expect(gunzipSync(small.body).toString()).toBe(script);
  for (const encodings of ['identity', 'gzip;q=0', 'gzip; q=0.0, br']) {
    const whole = await get(url, asked, { 'Accept-Encoding': encodings });
    expect(whole.headers['content-encoding']).toBeUndefined();
    expect(whole.body.toString()).toBe(script);
  }
});

it('is all that is served: no path leads out of its folder, nor to what it does not need', async () => {
  const { url } = await startServerForTest({ guestPage: pageFolder() });
  for (const asked of [
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/assets/..%2f..%2fsecret.js',
    '/assets/..%5c..%5csecret.js',
    '//secret.js',
    '/secret.key',
    '/assets/main-1a2b.js.gz',
    '/assets/',
    '/index.html',
  ]) {
    const { status, body } = await get(url, asked);
    expect([asked, status >= 400]).toEqual([asked, true]);
    expect(body.toString()).not.toMatch(/secret|Guests/);
  }
});

it('is there for other machines, which get nothing else unsealed', async () => {
  const { port } = await startServerForTest({ guestPage: pageFolder(), host: '0.0.0.0' });
  for (const address of outsideAddresses()) {
    const url = `http://${address}:${String(port)}`;
    expect((await get(url, '/')).status).toBe(200);
    expect((await get(url, '/assets/main-1a2b.js')).status).toBe(200);
    for (const other of ['/api/v1/server', '/api/v1/docs', '/docs', '/nowhere']) {
      expect((await get(url, other)).status).toBe(421);
    }
  }
});

it('is not served under a name that is not the server’s', async () => {
  const page = { guestPage: pageFolder(), allowedHosts: ['chat.example'] };
  const { url } = await startServerForTest(page);
  for (const host of ['evil.example', 'evil.example:8000']) {
    const { status, body } = await get(url, '/', { Host: host });
    expect(status).toBe(421);
    expect(body.toString()).not.toContain('Guests');
  }
  for (const host of ['chat.example', 'localhost:8000', hostname()]) {
    expect((await get(url, '/', { Host: host })).status).toBe(200);
  }
});

/** The status that refuses a page the sealed channel; 101 where it may have one. */
async function upgradeStatus(url: string, origin: string, host: string): Promise<number> {
  const options = { headers: { Origin: origin, Host: host } };
  const socket = new WebSocket(`${url.replace('http', 'ws')}${sealedPath}`, options);
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
    });
  });
}

it('has sealed channels, as no other page has', async () => {
  const { url } = await startServerForTest({ guestPage: pageFolder() });
  const { host } = new URL(url);
  const named = `${hostname().toLowerCase()}:8000`;
  expect(await upgradeStatus(url, `http://${named}`, named)).toBe(101);
  expect(await upgradeStatus(url, 'http://192.168.7.7:8000', '192.168.7.7:8000')).toBe(101);
  expect(await upgradeStatus(url, 'http://elsewhere.example', host)).toBe(403);
  // Somebody else's name with this computer's address: page and request agree, and it is not ours.
  expect(await upgradeStatus(url, 'http://evil.example:8000', 'evil.example:8000')).toBe(403);
  const without = await startServerForTest();
  expect(await upgradeStatus(without.url, `http://${named}`, named)).toBe(403);
});

it('is not there when the host has turned it off, by flag, environment or file', async () => {
  const { url: without } = await startServerForTest();
  expect((await get(without, '/')).status).toBe(404);
  const folder = folderForTest();
  writeFileSync(path.join(folder, 'server.toml'), 'guests = false\n');
  const servers = [
    [await listeningServer(folder), 404],
    [await listeningServer(folderForTest(), { options: ['--no-guests'] }), 404],
    [await listeningServer(folderForTest()), 200],
  ] as const;
  for (const [{ url }, status] of servers) expect((await get(url, '/')).status).toBe(status);
});

it('a guest’s session ends once nothing was heard of it for a day; an app’s does not', async () => {
  const { url, dataFolder, key, close } = await startServerForTest({ guestPage: pageFolder() });
  const app = await SealedPeer.connect(url);
  const guest = await SealedPeer.connect(url, undefined, { Origin: url });
  await app.signUp('gerda');
  const { body: tokens } = await guest.call<Tokens>('POST', '/auth/login', {
    ...{ username: 'gerda', password, device_name: 'Browser (Chrome)' },
  });
  await close();
  const startAgain = () => startServerForTest({ dataFolder, unlock: () => key });
  const livingAfter = async (hours: number) => {
    const at = Date.now() - hours * 3_600_000;
    withDatabase(dataFolder, key, (database) =>
      database.prepare('UPDATE session SET last_seen_at = ?').run(at),
    );
    const again = await startAgain();
    const rows = withDatabase(dataFolder, key, (database) =>
      database.prepare('SELECT device_name FROM session WHERE ended_at IS NULL').pluck().all(),
    );
    await again.close();
    return rows;
  };
  expect(await livingAfter(23)).toEqual(['Unnamed device', 'Browser (Chrome)']);
  expect(await livingAfter(25)).toEqual(['Unnamed device']);
  const again = await startAgain();
  const late = await SealedPeer.connect(again.url);
  const refused = await late.call('GET', '/auth/me', undefined, tokens.access_token);
  expect(refused.status).toBe(401);
});
