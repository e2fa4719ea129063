import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Damage } from './damage.ts';
import type { Database } from './database.ts';

/** Pages at a time, and the least pause between: at most 13 MB/s are read, and nobody waits for them. */
const pagesAtOnce = 64;
const pauseMs = 20;
/** A pause is at least so many times as long as the answer took: while others wait it leaves the thread to them. */
const pausesToAnswer = 20;
/** Once more after a day: disks decay while a server runs for months. */
const againAfterMs = 86_400_000;

/**
 * Looks through the database in the background, and at once when something damaged was met: what
 * is damaged is told by name, before anybody needs it and finds it gone.
 */
export class DamageWatch {
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #onDamage: (damage: Damage) => void;
  readonly #ending = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #found: Damage | null = null;
  /** Since the last look through: every request for what is damaged meets it again. */
  #isNamed = false;

  constructor(options: {
    database: Database;
    logger: Logger;
    /** Each time that more of it is found. */
    onDamage: (damage: Damage) => void;
  }) {
    this.#database = options.database;
    this.#logger = options.logger;
    this.#onDamage = options.onDamage;
  }

  /** All that was named so far; null where nothing is known to be damaged. */
  get found(): Damage | null {
    return this.#found;
  }

  start(): void {
    this.#database.onDamage = () => {
      if (this.#isNamed) return;
      this.#isNamed = true;
      // Which pages a look through has found is known still.
      void this.#guarded(() => this.#tell(this.#found?.pages ?? []));
    };
    this.#running = this.#guarded(() => this.#watch());
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #watch(): Promise<void> {
    for (;;) {
      this.#isNamed = false;
      const pages = await this.#lookThrough();
      if (pages.length > 0) await this.#tell(pages);
      await this.#pause(againAfterMs);
    }
  }

  async #lookThrough(): Promise<number[]> {
    const damaged: number[] = [];
    for (let next: number | null = 1; next !== null;) {
      const askedAt = performance.now();
      const checked = await this.#database.checkPages(next, pagesAtOnce);
      damaged.push(...checked.damaged);
      next = checked.next;
      await this.#pause(Math.max(pauseMs, (performance.now() - askedAt) * pausesToAnswer));
    }
    return damaged;
  }

  async #tell(pages: number[]): Promise<void> {
    const tables = await this.#database.damagedTables(pages);
    const damage = { tables, pages };
    if (JSON.stringify(damage) === JSON.stringify(this.#found)) return;
    this.#found = damage;
    this.#logger.error(damage, 'the database is damaged; what is damaged is not served');
    this.#onDamage(damage);
  }

  #pause(milliseconds: number): Promise<void> {
    return wait(milliseconds, undefined, { signal: this.#ending.signal, ref: false });
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#ending.signal.aborted) return;
      this.#logger.error({ err: error }, 'the database could not be looked through');
    }
  }
}
