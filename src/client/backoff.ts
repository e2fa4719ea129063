export const backoffFirstMs = 500;
export const backoffMaxMs = 30_000;
/** Chance may draw almost nothing, and a tight loop of attempts helps nobody. */
const backoffMinMs = 100;

/**
 * Growing pauses with full jitter: after an outage everybody comes back, and not at once.
 */
export class Backoff {
  readonly #random: () => number;
  #failures = 0;

  /** `random` answers numbers from 0 up to, but not including, 1. */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** Milliseconds to wait before the next attempt. */
  next(): number {
    const ceilingMs = Math.min(backoffMaxMs, backoffFirstMs * 2 ** this.#failures);
    this.#failures += 1;
    return Math.max(backoffMinMs, this.#random() * ceilingMs);
  }

  reset(): void {
    this.#failures = 0;
  }
}
