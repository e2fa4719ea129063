import { createHash, createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { AppError } from '#protocol/errors.ts';
import type { SessionId, UserId } from '#protocol/identifiers.ts';
import type { TokenUse } from '../access/caller.ts';
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
/** Requests' tokens whose signature was checked lately; a token's text decides its claims for good. */
const verifiedTokensRemembered = 20_000;

/** What a token of this server says beyond the registered claims. */
interface OwnClaims extends jwt.JwtPayload {
  sid?: SessionId;
  cnf?: { kid: string };
}

/**
 * Makes and reads access tokens (JWT, RFC 7519) and derives refresh tokens. Reading never waits: a
 * WebSocket's upgrade has to be decided at once (docs/adr/0026-upgrades-are-decided-at-once.md).
 */
export class TokenIssuer {
  /** The library would try to read bare bytes as a public key first, at each token anew. */
  readonly #secret: KeyObject;
  readonly #lifetimeSeconds: number;
  readonly #verified = new LruMap<string, AccessClaims>(verifiedTokensRemembered);

  /** @param secret 32 random bytes that never leave the database. */
  constructor(secret: Uint8Array, lifetimeSeconds: number) {
    this.#secret = createSecretKey(secret);
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
  ): string {
    const cnf = deviceKey === null ? undefined : { kid: thumbprintOf(deviceKey) };
    return jwt.sign({ sid: sessionId, ...(cnf && { cnf }) }, this.#secret, {
      algorithm,
      subject: userId,
      issuer,
      audience,
      jwtid: randomBytes(9).toString('base64url'),
      expiresIn: this.#lifetimeSeconds,
    });
  }

  /**
   * A socket's token is not remembered: it is seldom shown again, and would be half of what an idle
   * socket weighs.
   * @throws AppError TOKEN_INVALID for anything but a token of this server that still lives.
   */
  readAccessToken(token: string, use: TokenUse): AccessClaims {
    const known = this.#verified.get(token);
    const claims = known ?? this.#verify(token);
    if (claims.expiresAt <= Date.now()) throw new AppError('TOKEN_INVALID');
    if (known === undefined && use === 'request') this.#verified.set(token, claims);
    return claims;
  }

  newRefreshToken(): string {
    return randomBytes(32).toString('base64url');
  }

  /** The one successor of a refresh token, so that a lost reply can be given again unstored. */
  successorOf(refreshToken: string): string {
    return createHmac('sha256', this.#secret)
      .update(this.#secretOf(refreshToken))
      .digest('base64url');
  }

  hashOf(refreshToken: string): Uint8Array {
    return createHash('sha256').update(this.#secretOf(refreshToken)).digest();
  }

  /** The token as it is given out: it says, provably, whose session it belongs to. */
  signedFor(session: SessionId, refreshToken: string): string {
    const secret = this.#secretOf(refreshToken);
    return `${secret}.${session}.${this.#proofOf(secret, session)}`;
  }

  /** What is secret in a token, without what it provably says of its session. */
  #secretOf(refreshToken: string): string {
    const isSigned = this.sessionOf(refreshToken) !== null;
    return isSigned ? refreshToken.slice(0, refreshToken.indexOf('.')) : refreshToken;
  }

  /** The session that a token was signed for; null where this server did not sign it. */
  sessionOf(refreshToken: string): SessionId | null {
    const [secret, session = '', proof = ''] = refreshToken.split('.') as [string, ...string[]];
    const expected = Buffer.from(this.#proofOf(secret, session));
    const given = Buffer.from(proof);
    const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
    return isOurs ? (session as SessionId) : null;
  }

  #proofOf(secret: string, session: string): string {
    const proved = `refresh token ${secret} of ${session}`;
    return createHmac('sha256', this.#secret).update(proved).digest('base64url');
  }

  #verify(token: string): AccessClaims {
    const { sub, sid, exp, cnf } = this.#read(token);
    if (sub === undefined || sid === undefined || exp === undefined) {
      throw new AppError('TOKEN_INVALID');
    }
    return {
      userId: sub as UserId,
      sessionId: sid,
      expiresAt: exp * 1000,
      keyThumbprint: cnf?.kid ?? null,
    };
  }

  #read(token: string): OwnClaims {
    try {
      const expected = { algorithms: [algorithm] as [typeof algorithm], issuer, audience };
      return jwt.verify(token, this.#secret, expected) as OwnClaims;
    } catch (cause) {
      throw new AppError('TOKEN_INVALID', { cause });
    }
  }
}

/** The name of a device's key in tokens. */
export function thumbprintOf(deviceKey: Uint8Array): string {
  return createHash('sha256').update(deviceKey).digest('base64url');
}
