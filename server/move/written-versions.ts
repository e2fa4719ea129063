import { setTimeout as pause } from 'node:timers/promises';

/** How long a question stays open while nothing is written. */
const openMaxMs = 5_000;
/** Between two answers at least: what is written meanwhile is copied together. */
const restMinMs = 100;
/** So many times as long as copying kept others from writing they are then left alone. */
const restFactor = 4;

/** Counts what is written, and lets one who follows wait for more of it. */
export class WrittenVersions {
  /** Another one than before a restart. */
  #version = Date.now();
  #restUntil = 0;
  readonly #waiting = new Set<() => void>();
  #isOver = false;

  get version(): number {
    return this.#version;
  }

  written(): void {
    this.#version += 1;
    this.wake();
  }

  /** Whoever waits is answered. */
  wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** From now on nobody waits: who has been answered asks again at once. */
  end(): void {
    this.#isOver = true;
    this.wake();
  }

  /** The next answer comes after a rest. */
  copied(tookMs: number): void {
    this.#restUntil = performance.now() + Math.max(restMinMs, tookMs * restFactor);
  }

  /** Resolves once there is more than a version, or after some seconds. */
  async after(version: number): Promise<number> {
    if (version === this.#version && !this.#isOver) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => {
          this.#waiting.delete(wake);
          resolve();
        }, openMaxMs).unref();
        const wake = () => {
          clearTimeout(timer);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
    const restMs = this.#restUntil - performance.now();
    if (version !== this.#version && restMs > 0) await pause(restMs, undefined, { ref: false });
    return this.#version;
  }
}
