import { createHash } from 'node:crypto';
import { AppError } from '#protocol/errors.ts';
import type { SessionId, UserId } from '#protocol/identifiers.ts';
import type { Caller, Origin, TokenUse } from '../access/caller.ts';
import type { Repository } from '../db/repository.ts';
import type { AccountRow, accountsRepository, SessionRow } from './accounts.repository.ts';
import { thumbprintOf } from './token-issuer.ts';
import type { AccessClaims, TokenIssuer } from './token-issuer.ts';

/** Tells a bot's token from a person's, and whoever finds one in a file what it is. */
export const botTokenPrefix = 'future-talk-bot-';

/** What a bot's token is known by; it has 32 random bytes, so that nobody tries them all. */
export function botTokenHash(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}

/**
 * Turns tokens into callers, without waiting: every session that lives is in memory, from its start
 * until its end.
 */
export class SessionDirectory {
  readonly #tokens: TokenIssuer;
  readonly #living = new Map<SessionId, Caller>();
  /** By the hashes of their tokens, in hexadecimal; also those whose sessions have ended since. */
  readonly #bots = new Map<string, SessionId>();

  constructor(tokens: TokenIssuer) {
    this.#tokens = tokens;
  }

  /** Takes in the sessions that began before the server was started. */
  async load(repository: Repository<typeof accountsRepository>): Promise<void> {
    for (const { session, account } of await repository.livingSessions()) {
      this.begin(account, session);
    }
  }

  begin(account: AccountRow, session: SessionRow): void {
    this.#living.set(session.id, {
      userId: account.id,
      username: account.username,
      sessionId: session.id,
      isAdmin: account.is_admin === 1,
      scopes: null,
    });
  }

  beginBot(tokenHash: Uint8Array, caller: Caller): void {
    this.#living.set(caller.sessionId, caller);
    this.#bots.set(Buffer.from(tokenHash).toString('hex'), caller.sessionId);
  }

  /** Null while the bot's token is good for nothing. */
  botOf(userId: UserId): Caller | null {
    for (const sessionId of this.#bots.values()) {
      const caller = this.#living.get(sessionId);
      if (caller?.userId === userId) return caller;
    }
    return null;
  }

  end(sessionIds: readonly SessionId[]): void {
    for (const id of sessionIds) this.#living.delete(id);
  }

  /**
   * @throws AppError TOKEN_INVALID unless the token and its session both live, and the token is at
   * home where it comes from.
   */
  authenticate(
    token: string,
    origin: Origin,
    use: TokenUse,
  ): { caller: Caller; claims: AccessClaims } {
    const claims = token.startsWith(botTokenPrefix)
      ? this.#claimsOfBot(token)
      : this.#tokens.readAccessToken(token, use);
    const caller = this.#living.get(claims.sessionId);
    if (caller?.userId !== claims.userId || !isAtHome(claims, origin)) {
      throw new AppError('TOKEN_INVALID');
    }
    return { caller, claims };
  }

  /** Good from anywhere, until it is revoked. */
  #claimsOfBot(token: string): AccessClaims {
    const sessionId = this.#bots.get(Buffer.from(botTokenHash(token)).toString('hex'));
    const caller = sessionId === undefined ? undefined : this.#living.get(sessionId);
    if (caller === undefined) throw new AppError('TOKEN_INVALID');
    const { userId } = caller;
    const expiresAt = Number.POSITIVE_INFINITY;
    return { userId, sessionId: caller.sessionId, expiresAt, keyThumbprint: null };
  }
}

/** A token that is bound to a device is good only in a sealed channel of that device. */
function isAtHome({ keyThumbprint }: AccessClaims, { sealed }: Origin): boolean {
  if (keyThumbprint === null) return true;
  return sealed !== null && thumbprintOf(sealed.deviceKey) === keyThumbprint;
}
