import { AppError } from '#protocol/errors.ts';
import type { SessionId, UserId } from '#protocol/identifiers.ts';
import type { Caller, Origin } from '../access/caller.ts';
import { LruMap } from '../access/lru-map.ts';
import type { Repository } from '../db/repository.ts';
import type { accountsRepository } from './accounts.repository.ts';
import { thumbprintOf } from './token-issuer.ts';
import type { AccessClaims, TokenIssuer } from './token-issuer.ts';

const sessionsRemembered = 20_000;

/** Turns tokens into callers. Sessions that have ended are out of memory before their end is answered. */
export class SessionDirectory {
  readonly #repository: Repository<typeof accountsRepository>;
  readonly #tokens: TokenIssuer;
  readonly #known = new LruMap<SessionId, Caller>(sessionsRemembered);
  /** Ended while their row was being read: the row may be from before. */
  readonly #endedLately = new Set<SessionId>();
  #readsUnderway = 0;

  constructor(repository: Repository<typeof accountsRepository>, tokens: TokenIssuer) {
    this.#repository = repository;
    this.#tokens = tokens;
  }

  /**
   * @throws AppError TOKEN_INVALID unless the token and its session both live, and the token is at
   * home where it comes from.
   */
  async authenticate(
    token: string,
    origin: Origin,
  ): Promise<{ caller: Caller; claims: AccessClaims }> {
    const claims = await this.#tokens.readAccessToken(token);
    if (!isAtHome(claims, origin)) throw new AppError('TOKEN_INVALID');
    const caller = this.#known.get(claims.sessionId) ?? (await this.#load(claims));
    return { caller, claims };
  }

  end(sessionIds: readonly SessionId[]): void {
    for (const id of sessionIds) {
      this.#known.delete(id);
      if (this.#readsUnderway > 0) this.#endedLately.add(id);
    }
  }

  forgetUser(userId: UserId): void {
    this.#known.deleteWhere((caller) => caller.userId === userId);
  }

  async #load({ sessionId, userId }: AccessClaims): Promise<Caller> {
    this.#readsUnderway += 1;
    try {
      const found = await this.#repository.session(sessionId);
      const lives =
        found?.account.id === userId &&
        found.account.disabled_at === null &&
        !this.#endedLately.has(sessionId);
      if (!lives) throw new AppError('TOKEN_INVALID');
      const { account } = found;
      const isAdmin = account.is_admin === 1;
      const caller = { userId, username: account.username, sessionId, isAdmin };
      this.#known.set(sessionId, caller);
      return caller;
    } finally {
      this.#readsUnderway -= 1;
      if (this.#readsUnderway === 0) this.#endedLately.clear();
    }
  }
}

/** A token that is bound to a device is good only in a sealed channel of that device. */
function isAtHome({ keyThumbprint }: AccessClaims, { sealed }: Origin): boolean {
  if (keyThumbprint === null) return true;
  return sealed !== null && thumbprintOf(sealed.deviceKey) === keyThumbprint;
}
