import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultAllowances } from '#server/http/rate-limits.ts';
import { expectError } from '../../support/error-answer.ts';
import { newPeople } from '../../support/people.ts';
import { password, rest } from '../../support/rest.ts';
import { startServerForTest } from '../../support/test-server.ts';

function signIn(url: string, username: string, guess: string) {
  return rest(url, 'POST', '/auth/login', { json: { username, password: guess } });
}

describe('guessing at a password', () => {
  it('has five tries, and then one in six seconds', async () => {
    const { url } = await startServerForTest({ allowances: { login: defaultAllowances.login } });
    const [alice] = await newPeople(url, 'alice');
    const startedAt = performance.now();
    let tried = 0;
    let refusal = await signIn(url, alice.username, 'a guess too many');
    for (; refusal.status === 401; tried += 1) {
      refusal = await signIn(url, alice.username, 'a guess too many');
    }
    // On a slow computer the sixth second may come while the first five are being hashed.
    const earned = Math.floor((performance.now() - startedAt) / 6_000);
    expect(tried).toBeGreaterThanOrEqual(5);
    expect(tried).toBeLessThanOrEqual(5 + earned);
    expectError(refusal, 429, 'RATE_LIMITED');
    const wait = Number(refusal.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(6);
  });

  it('leaves who is signed in alone, and whoever signs in under another name', async () => {
    const { url } = await startServerForTest({ allowances: { login: defaultAllowances.login } });
    const [alice, bob] = await newPeople(url, 'alice', 'bob');
    for (let guess = 0; guess < 8; guess += 1) await signIn(url, alice.username, 'wrong password');
    expect((await alice.get('/auth/me')).status).toBe(200);
    const refreshed = await rest(url, 'POST', '/auth/refresh', {
      json: { refresh_token: alice.refreshToken },
    });
    expect(refreshed.status).toBe(200);
    expect((await signIn(url, bob.username, password)).status).toBe(200);
  });
});

it('an unknown name and a wrong password are answered alike, in words and in time', async () => {
  const { url } = await startServerForTest();
  const [alice] = await newPeople(url, 'alice');
  const took: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  const answers = new Set<string>();
  // The least of each: what else the computer does only adds to it, and where it does much, more are
  // needed until it leaves one alone. Without a hash for nobody the one would take a hundred times as long.
  const ratio = () => Math.min(...took.known) / Math.min(...took.unknown);
  const isAlike = () => ratio() > 1 / 3 && ratio() < 3;
  for (let round = 0; round < 15 || (round < 300 && !isAlike()); round += 1) {
    for (const kind of ['known', 'unknown'] as const) {
      const username = kind === 'known' ? alice.username : `nobody-${String(round)}`;
      const startedAt = performance.now();
      const { status, body } = await signIn(url, username, 'wrong password');
      took[kind].push(performance.now() - startedAt);
      answers.add(JSON.stringify({ status, ...(body as object), timestamp: 'left out' }));
    }
  }
  expect(answers.size).toBe(1);
  expect(isAlike(), `one takes ${String(ratio())} times as long as the other`).toBe(true);
});

/** A token with everything of the person's own, signed by somebody else's key. */
function forged(token: string, header: Partial<JWTHeaderParameters>): Promise<string> {
  const [, payload = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JWTPayload;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', ...header })
    .sign(Buffer.from('attacker'));
}

it('a token that names where its key is to be fetched (jku) is refused, and nothing is fetched', async () => {
  const { url } = await startServerForTest();
  const [alice] = await newPeople(url, 'alice');
  let visits = 0;
  const keys = createServer((_request, response) => {
    visits += 1;
    const k = Buffer.from('attacker').toString('base64url');
    response.end(JSON.stringify({ keys: [{ kty: 'oct', kid: 'theirs', alg: 'HS256', k }] }));
  }).listen(0, '127.0.0.1');
  await once(keys, 'listening');
  onTestFinished(() => void keys.close());
  const { port } = keys.address() as AddressInfo;
  const jku = `http://127.0.0.1:${String(port)}/keys`;
  const token = await forged(alice.token, { jku, kid: 'theirs' });
  expectError(await rest(url, 'GET', '/auth/me', { token }), 401, 'TOKEN_INVALID');
  expect(visits).toBe(0);
});

it.each([
  ['brings its own key (jwk)', { jwk: { kty: 'oct', k: 'YXR0YWNrZXI' } }],
  ['names its key as a file (kid)', { kid: '../../dev/null' }],
])('a token that %s is refused', async (_, header) => {
  const { url } = await startServerForTest();
  const [alice] = await newPeople(url, 'alice');
  const token = await forged(alice.token, header);
  expectError(await rest(url, 'GET', '/auth/me', { token }), 401, 'TOKEN_INVALID');
});
