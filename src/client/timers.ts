/** The clock and its alarms, so that tests can turn them by hand. */
export interface Timers {
  /** Answers the function that cancels; cancelling twice or late does no harm. */
  schedule(callback: () => void, delayMs: number): () => void;
}

export const systemTimers: Timers = {
  schedule(callback, delayMs) {
    const timer = setTimeout(callback, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** What of the world goes on by itself, for tests to hold still. */
export interface Surroundings {
  timers: Timers;
  /** Milliseconds since 1970. */
  now: () => number;
  /** From 0 to 1. */
  random: () => number;
}
