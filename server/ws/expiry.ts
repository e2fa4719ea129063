import type { Connection } from './connection.ts';

/** Where many end one after the other, so long apart they are looked for. */
const roundsApartMs = 1_000;
/** What a timer can count. */
const waitMaxMs = 2 ** 31 - 1;

export interface ExpiriesOptions {
  /** Every connection that is open. */
  all: () => readonly Connection[];
  /** Its token has expired. */
  onExpired: (connection: Connection) => void;
}

/**
 * The ends of tokens' lives on open sockets, by one timer for all: one for each would be a good part of
 * what an idle socket weighs. Of tokens that end within a second of one another, some end that much late.
 */
export class Expiries {
  readonly #options: ExpiriesOptions;
  #timer: NodeJS.Timeout | undefined;
  /** Milliseconds since 1970: nothing ends before it. */
  #next = Number.POSITIVE_INFINITY;
  #lastRoundAt = 0;

  constructor(options: ExpiriesOptions) {
    this.#options = options;
  }

  /**
   * A connection is open; of one whose token is renewed later nothing has to be said.
   * @param expiresAt milliseconds since 1970; a bot's token is good until it is revoked, for ever
   */
  note(expiresAt: number): void {
    if (expiresAt >= this.#next) return;
    this.#next = expiresAt;
    clearTimeout(this.#timer);
    const dueAt = Math.max(expiresAt, this.#lastRoundAt + roundsApartMs);
    const waitMs = Math.min(dueAt - Date.now(), waitMaxMs);
    this.#timer = setTimeout(() => {
      this.#endThem();
    }, waitMs);
    this.#timer.unref();
  }

  #endThem(): void {
    const now = Date.now();
    this.#lastRoundAt = now;
    this.#next = Number.POSITIVE_INFINITY;
    let next = Number.POSITIVE_INFINITY;
    for (const connection of this.#options.all()) {
      if (connection.expiresAt <= now) this.#options.onExpired(connection);
      else next = Math.min(next, connection.expiresAt);
    }
    this.note(next);
  }
}
