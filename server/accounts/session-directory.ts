import { AppError } from '#protocol/errors.ts';
import type { SessionId } from '#protocol/identifiers.ts';
import type { Caller, Origin } from '../access/caller.ts';
import type { Repository } from '../db/repository.ts';
import type { AccountRow, accountsRepository, SessionRow } from './accounts.repository.ts';
import { thumbprintOf } from './token-issuer.ts';
import type { AccessClaims, TokenIssuer } from './token-issuer.ts';

/**
 * Turns tokens into callers, without waiting: every session that lives is in memory, from its start
 * until its end.
 */
export class SessionDirectory {
  readonly #tokens: TokenIssuer;
  readonly #living = new Map<SessionId, Caller>();

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
    });
  }

  end(sessionIds: readonly SessionId[]): void {
    for (const id of sessionIds) this.#living.delete(id);
  }

  /**
   * @throws AppError TOKEN_INVALID unless the token and its session both live, and the token is at
   * home where it comes from.
   */
  authenticate(token: string, origin: Origin): { caller: Caller; claims: AccessClaims } {
    const claims = this.#tokens.readAccessToken(token);
    const caller = this.#living.get(claims.sessionId);
    if (caller?.userId !== claims.userId || !isAtHome(claims, origin)) {
      throw new AppError('TOKEN_INVALID');
    }
    return { caller, claims };
  }
}

/** A token that is bound to a device is good only in a sealed channel of that device. */
function isAtHome({ keyThumbprint }: AccessClaims, { sealed }: Origin): boolean {
  if (keyThumbprint === null) return true;
  return sealed !== null && thumbprintOf(sealed.deviceKey) === keyThumbprint;
}
