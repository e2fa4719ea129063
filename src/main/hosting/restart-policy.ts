const firstPauseMs = 500;
const longestPauseMs = 10_000;
/** A server that has run this long is healthy again: its next death counts as the first. */
const stableAfterMs = 60_000;
const deathsBeforeGivingUp = 5;
const deathWindowMs = 60_000;

export type RestartDecision = { action: 'restart'; afterMs: number } | { action: 'give-up' };

/** Decides what to do when the server process dies without having been told to. */
export class RestartPolicy {
  readonly #now: () => number;
  #startedAtMs: number | null = null;
  #deathsInARow = 0;
  #deathsAtMs: number[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  started(): void {
    this.#startedAtMs = this.#now();
  }

  died(): RestartDecision {
    const nowMs = this.#now();
    const wasStable = this.#startedAtMs !== null && nowMs - this.#startedAtMs >= stableAfterMs;
    this.#startedAtMs = null;
    this.#deathsInARow = wasStable ? 1 : this.#deathsInARow + 1;
    this.#deathsAtMs = [...this.#deathsAtMs, nowMs].filter((at) => nowMs - at < deathWindowMs);
    if (this.#deathsAtMs.length >= deathsBeforeGivingUp) return { action: 'give-up' };
    const pauseMs = firstPauseMs * 2 ** (this.#deathsInARow - 1);
    return { action: 'restart', afterMs: Math.min(pauseMs, longestPauseMs) };
  }
}
