import type { ServerEvent } from '#protocol/events.ts';

/**
 * The time on the server, as far as its events tell. Events that sync does not replay are as young
 * as the way they took, so the latest of them shows how far the two clocks are apart.
 */
export class ServerClock {
  readonly #now: () => number;
  #aheadByMs = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  observe(event: ServerEvent): void {
    if (!('cursor' in event)) this.#aheadByMs = Date.parse(event.timestamp) - this.#now();
  }

  nowMs(): number {
    return this.#now() + this.#aheadByMs;
  }
}
