import type { ConnectionState } from '#client/chat-client.ts';
import type { PersonCache } from './person-cache.ts';

/** setTimeout takes no longer delay than about 24 days. */
const delayMaxMs = 24 * 60 * 60 * 1_000;

/**
 * Destroys texts whose time has come while nobody else says so: with a connection the server's word
 * counts, without one this computer's clock.
 */
export class ExpiryWatch {
  readonly #cache: PersonCache;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | null = null;

  constructor(cache: PersonCache, now: () => number = Date.now) {
    this.#cache = cache;
    this.#now = now;
    this.#check();
  }

  connectionChanged({ status }: ConnectionState): void {
    if (status === 'online') this.stop();
    else if (this.#timer === null) this.#check();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #check(): void {
    this.#cache.destroyDue(this.#now());
    const next = this.#cache.nextDueMs();
    const delayMs = next === null ? delayMaxMs : Math.max(0, next - this.#now());
    this.#timer = setTimeout(() => this.#check(), Math.min(delayMs, delayMaxMs));
    this.#timer.unref();
  }
}
