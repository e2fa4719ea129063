import { createHash, createHmac, randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { AppError } from '#protocol/errors.ts';
import type { SessionId, UserId } from '#protocol/identifiers.ts';
import { LruMap } from '../access/lru-map.ts';

export interface AccessClaims {
  userId: UserId;
  sessionId: SessionId;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Of the device's key to which the token is bound; null where it is not. */
  keyThumbprint: string | null;
}

const issuer = 'future-talk';
const audience = 'future-talk-api';
const algorithm = 'HS256';
/** Tokens whose signature was checked lately; a token's text decides its claims for good. */
const verifiedTokensRemembered = 20_000;

/** Makes and reads access tokens (JWT, RFC 7519) and derives refresh tokens. */
export class TokenIssuer {
  readonly #secret: Uint8Array;
  readonly #lifetimeSeconds: number;
  readonly #verified = new LruMap<string, AccessClaims>(verifiedTokensRemembered);

  /** @param secret 32 random bytes that never leave the database. */
  constructor(secret: Uint8Array, lifetimeSeconds: number) {
    this.#secret = secret;
    this.#lifetimeSeconds = lifetimeSeconds;
  }

  get lifetimeSeconds(): number {
    return this.#lifetimeSeconds;
  }

  /** @param deviceKey binds the token to sealed channels of this device (RFC 7800) */
  issueAccessToken(
    userId: UserId,
    sessionId: SessionId,
    deviceKey: Uint8Array | null = null,
  ): Promise<string> {
    const issuedAt = Math.floor(Date.now() / 1000);
    const cnf = deviceKey === null ? undefined : { kid: thumbprintOf(deviceKey) };
    return new SignJWT({ sid: sessionId, ...(cnf && { cnf }) })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
      .setSubject(userId)
      .setIssuer(issuer)
      .setAudience(audience)
      .setJti(randomBytes(9).toString('base64url'))
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + this.#lifetimeSeconds)
      .sign(this.#secret);
  }

  /** @throws AppError TOKEN_INVALID for anything but a token of this server that still lives. */
  async readAccessToken(token: string): Promise<AccessClaims> {
    const known = this.#verified.get(token);
    const claims = known ?? (await this.#verify(token));
    if (claims.expiresAt <= Date.now()) throw new AppError('TOKEN_INVALID');
    if (known === undefined) this.#verified.set(token, claims);
    return claims;
  }

  newRefreshToken(): string {
    return randomBytes(32).toString('base64url');
  }

  /** The one successor of a refresh token, so that a lost reply can be given again unstored. */
  successorOf(refreshToken: string): string {
    return createHmac('sha256', this.#secret).update(refreshToken).digest('base64url');
  }

  hashOf(refreshToken: string): Uint8Array {
    return createHash('sha256').update(refreshToken).digest();
  }

  async #verify(token: string): Promise<AccessClaims> {
    const verified = await jwtVerify(token, this.#secret, {
      algorithms: [algorithm],
      issuer,
      audience,
      requiredClaims: ['sub', 'sid', 'exp'],
    }).catch((cause: unknown) => {
      throw new AppError('TOKEN_INVALID', { cause });
    });
    const { sub, sid, exp, cnf } = verified.payload;
    return {
      userId: sub as UserId,
      sessionId: sid as SessionId,
      expiresAt: (exp ?? 0) * 1000,
      keyThumbprint: cnf === undefined ? null : (cnf as { kid: string }).kid,
    };
  }
}

/** The name of a device's key in tokens. */
export function thumbprintOf(deviceKey: Uint8Array): string {
  return createHash('sha256').update(deviceKey).digest('base64url');
}
