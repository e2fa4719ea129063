import { jwtVerify, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { SessionId, UserId } from '#protocol/identifiers.ts';
import { TokenIssuer } from '#server/accounts/token-issuer.ts';

const secret = new Uint8Array(32).fill(7);
const user = '01890000-0000-7000-8000-000000000001' as UserId;
const session = '01890000-0000-7000-8000-000000000002' as SessionId;

const nowSeconds = () => Math.floor(Date.now() / 1000);
const truth = () => ({
  sub: user,
  sid: session,
  iss: 'future-talk',
  aud: 'future-talk-api',
  iat: nowSeconds(),
  exp: nowSeconds() + 60,
});

function sign(claims: Record<string, unknown>): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret);
}

describe('access tokens', () => {
  it('are read back as they were issued, with the lifetime that was asked for', async () => {
    const issuer = new TokenIssuer(secret, 900);
    const token = issuer.issueAccessToken(user, session);
    const { userId, sessionId, expiresAt } = issuer.readAccessToken(token, 'request');
    expect([userId, sessionId]).toEqual([user, session]);
    const { payload } = await jwtVerify(token, secret);
    expect(payload.exp! - payload.iat!).toBe(900);
    expect(expiresAt).toBe(payload.exp! * 1000);
  });

  it('with every claim in order are read: what follows fails for its one fault', async () => {
    const token = await sign(truth());
    expect(new TokenIssuer(secret, 60).readAccessToken(token, 'request').userId).toBe(user);
  });

  it.each<[string, Record<string, unknown>]>([
    ['for another audience', { aud: 'future-talk-downloads' }],
    ['from another issuer', { iss: 'somebody-else' }],
    ['that have expired', { exp: nowSeconds() - 1 }],
    ['that never expire', { exp: undefined }],
    ['without a session', { sid: undefined }],
    ['without a user', { sub: undefined }],
    ['without an audience', { aud: undefined }],
    ['of a time to come', { nbf: nowSeconds() + 600 }],
  ])('%s are refused', async (_, changes) => {
    const token = await sign({ ...truth(), ...changes });
    const reading = () => new TokenIssuer(secret, 60).readAccessToken(token, 'request');
    expect(reading).toThrow(expect.objectContaining({ code: 'TOKEN_INVALID' }) as Error);
  });

  it('signed with the right secret by another algorithm are refused', async () => {
    const signed = (alg: string) => new SignJWT(truth()).setProtectedHeader({ alg }).sign(secret);
    const issuer = new TokenIssuer(secret, 60);
    expect(issuer.readAccessToken(await signed('HS256'), 'request').userId).toBe(user);
    for (const alg of ['HS384', 'HS512']) {
      const token = await signed(alg);
      expect(() => issuer.readAccessToken(token, 'request')).toThrow(AppError);
    }
  });

  it('that were read before are refused once they have expired', () => {
    const issuer = new TokenIssuer(secret, 1);
    const token = issuer.issueAccessToken(user, session);
    const now = Date.now();
    expect(issuer.readAccessToken(token, 'request').userId).toBe(user);
    const realNow = Date.now;
    try {
      Date.now = () => now + 1001;
      expect(() => issuer.readAccessToken(token, 'request')).toThrow(AppError);
    } finally {
      Date.now = realNow;
    }
  });
});

describe('refresh tokens', () => {
  it('have one successor under one secret, and none that can be told from outside', () => {
    const issuer = new TokenIssuer(secret, 60);
    const token = issuer.newRefreshToken();
    expect(issuer.newRefreshToken()).not.toBe(token);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(issuer.successorOf(token)).toBe(issuer.successorOf(token));
    const other = new TokenIssuer(new Uint8Array(32).fill(8), 60);
    expect(other.successorOf(token)).not.toBe(issuer.successorOf(token));
  });
});
