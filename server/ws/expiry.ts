import { closeCodes } from '#protocol/close-codes.ts';
import type { Connection } from './connection.ts';
import { stamped } from './hub.ts';

/** An alarm that can be moved: the end of a token's life on an open socket. */
export class Expiry {
  readonly #onExpired: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(onExpired: () => void) {
    this.#onExpired = onExpired;
  }

  /** @param expiresAt milliseconds since 1970 */
  moveTo(expiresAt: number): void {
    this.cancel();
    // A bot's token is good until it is revoked.
    if (expiresAt === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(this.#onExpired, expiresAt - Date.now());
    this.#timer.unref();
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}

/** What becomes of a connection whose token has expired. */
export function expire(connection: Connection): void {
  const { sessionId } = connection.caller;
  const reason = 'token_expired';
  connection.send(stamped({ type: 'session_ended', session_id: sessionId, reason }));
  connection.close(closeCodes.sessionEnded, reason);
}
