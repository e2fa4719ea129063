import { createSubscriber } from 'svelte/reactivity';

/** The time, ticking only while something on screen reads it. */
class Clock {
  #subscribe: () => void;

  constructor(intervalMs: number) {
    this.#subscribe = createSubscriber((update) => {
      const timer = setInterval(update, intervalMs);
      return () => clearInterval(timer);
    });
  }

  /** Milliseconds since 1970; whoever reads it in an effect or a template is run again each tick. */
  get now(): number {
    this.#subscribe();
    return Date.now();
  }
}

export const secondClock = new Clock(1_000);
export const minuteClock = new Clock(30_000);
