import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimit } from '#protocol/endpoint.ts';
import { AppError } from '#protocol/errors.ts';

/** So many requests in so many seconds. */
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
};

/** Counts requests a caller; each limit on its own. */
export class RateLimits {
  readonly #limiters: Record<RateLimit, RateLimiterMemory>;

  constructor(allowances: Allowances) {
    const limiter = ({ requests, seconds }: Allowance) =>
      new RateLimiterMemory({ points: requests, duration: seconds });
    this.#limiters = {
      login: limiter(allowances.login),
      registration: limiter(allowances.registration),
      send: limiter(allowances.send),
      search: limiter(allowances.search),
    };
  }

  /**
   * @param caller whom to count: a user id or an address
   * @throws AppError RATE_LIMITED with the seconds to wait
   */
  async take(limit: RateLimit, caller: string): Promise<void> {
    await this.#limiters[limit].consume(caller).catch((cause: unknown) => {
      if (!(cause instanceof RateLimiterRes)) throw cause;
      throw new AppError('RATE_LIMITED', { retryAfterSeconds: cause.msBeforeNext / 1000 });
    });
  }
}
