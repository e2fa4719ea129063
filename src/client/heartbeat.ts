import { limits } from '#protocol/limits.ts';
import type { Timers } from './timers.ts';

const intervalMs = limits.heartbeatIntervalSeconds * 1_000;
const answerWithinMs = 10_000;

interface HeartbeatOptions {
  timers: Timers;
  send: () => void;
  /** Nothing was heard in time after a heartbeat. */
  onSilence: () => void;
}

/** Finds out that the other side is gone when the network does not say so. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #cancelNext: (() => void) | null = null;
  #cancelDeadline: (() => void) | null = null;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  start(): void {
    this.stop();
    this.#scheduleNext();
  }

  stop(): void {
    this.#cancelNext?.();
    this.#cancelNext = null;
    this.heard();
  }

  /** Asks now: after the computer slept, a dead connection shows at once. */
  check(): void {
    this.#cancelNext?.();
    this.#beat();
  }

  /** Whatever arrives proves that somebody is there. */
  heard(): void {
    this.#cancelDeadline?.();
    this.#cancelDeadline = null;
  }

  #scheduleNext(): void {
    this.#cancelNext = this.#options.timers.schedule(() => {
      this.#beat();
    }, intervalMs);
  }

  #beat(): void {
    this.#scheduleNext();
    this.#cancelDeadline ??= this.#options.timers.schedule(() => {
      this.#cancelDeadline = null;
      this.#options.onSilence();
    }, answerWithinMs);
    this.#options.send();
  }
}
