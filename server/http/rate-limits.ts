import type { RateLimit } from '#protocol/endpoint.ts';
import { AppError } from '#protocol/errors.ts';

/** So many requests at once; after them one in `seconds / requests` seconds. */
export interface Allowance {
  requests: number;
  seconds: number;
}

export type Allowances = Record<RateLimit, Allowance>;

export const defaultAllowances: Allowances = {
  login: { requests: 5, seconds: 30 },
  registration: { requests: 30, seconds: 600 },
  send: { requests: 120, seconds: 10 },
  // Somebody who types asks with every few letters.
  search: { requests: 60, seconds: 10 },
  webhook: { requests: 60, seconds: 60 },
};

/** Up to so many callers nobody is forgotten whose whole allowance is back. */
const callersBeforeSweep = 10_000;

/** Counts requests a caller; each limit on its own. */
export class RateLimits {
  readonly #limiters: Record<RateLimit, CellRate>;

  /** @param now milliseconds of a clock that never goes back */
  constructor(allowances: Allowances, now: () => number = () => performance.now()) {
    this.#limiters = {
      login: new CellRate(allowances.login, now),
      registration: new CellRate(allowances.registration, now),
      send: new CellRate(allowances.send, now),
      search: new CellRate(allowances.search, now),
      webhook: new CellRate(allowances.webhook, now),
    };
  }

  /**
   * @param caller whom to count: a user id or an address
   * @throws AppError RATE_LIMITED with the seconds to wait
   */
  take(limit: RateLimit, caller: string): void {
    const waitMs = this.#limiters[limit].take(caller);
    if (waitMs > 0) throw new AppError('RATE_LIMITED', { retryAfterSeconds: waitMs / 1000 });
  }
}

/**
 * The generic cell rate algorithm (ITU-T I.371): one time a caller says all. A window that is
 * counted anew, as libraries for Node have it, lets twice the allowance through at its edge.
 */
class CellRate {
  readonly #intervalMs: number;
  readonly #toleranceMs: number;
  readonly #now: () => number;
  /** When each caller's allowance will be whole again. */
  readonly #wholeAt = new Map<string, number>();
  #sweepAtCallers = callersBeforeSweep;

  constructor({ requests, seconds }: Allowance, now: () => number) {
    this.#intervalMs = (seconds * 1000) / requests;
    this.#toleranceMs = seconds * 1000 - this.#intervalMs;
    this.#now = now;
  }

  /** @returns milliseconds to wait; 0 where the request is counted and may go on */
  take(caller: string): number {
    const now = this.#now();
    const wholeAt = Math.max(this.#wholeAt.get(caller) ?? now, now);
    const waitMs = wholeAt - now - this.#toleranceMs;
    // Sums of fractions come out a hair too large.
    if (waitMs > 0.001) return waitMs;
    if (this.#wholeAt.size >= this.#sweepAtCallers) this.#sweep(now);
    this.#wholeAt.set(caller, wholeAt + this.#intervalMs);
    return 0;
  }

  #sweep(now: number): void {
    for (const [caller, wholeAt] of this.#wholeAt) {
      if (wholeAt <= now) this.#wholeAt.delete(caller);
    }
    // Not again before as many have come: sweeping stays cheap when there is nothing to forget.
    this.#sweepAtCallers = Math.max(callersBeforeSweep, 2 * this.#wholeAt.size);
  }
}
