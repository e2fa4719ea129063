import type { Timers } from '#client/timers.ts';

interface Alarm {
  at: number;
  callback: () => void;
}

/** A clock that stands still until it is moved; alarms go off in their order. */
export class ManualClock {
  #now = 1_700_000_000_000;
  #alarms: Alarm[] = [];

  readonly now = (): number => this.#now;

  readonly timers: Timers = {
    schedule: (callback, delayMs) => {
      const alarm = { at: this.#now + delayMs, callback };
      this.#alarms.push(alarm);
      return () => {
        this.#alarms = this.#alarms.filter((other) => other !== alarm);
      };
    },
  };

  get pendingAlarms(): number {
    return this.#alarms.length;
  }

  /** Moves on, letting whatever each alarm sets off come to rest before the next one. */
  async advance(durationMs: number): Promise<void> {
    const end = this.#now + durationMs;
    await settle();
    for (;;) {
      const due = this.#alarms.filter((alarm) => alarm.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#alarms = this.#alarms.filter((alarm) => alarm !== due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
      await settle();
    }
    this.#now = end;
  }
}

/** Lets every promise that can go on without the outside world do so. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
