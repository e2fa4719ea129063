import type { Logger } from 'pino';
import type { Repository } from '../db/repository.ts';
import type { messagesRepository } from './messages.repository.ts';

export interface SelfDestructOptions {
  repository: Repository<typeof messagesRepository>;
  /** Empties the write-ahead log; answers whether it could. */
  checkpoint(): Promise<boolean>;
  logger: Logger;
}

const batchSize = 500;
/** A computer that sleeps stops its timers, and its clock may be set: look again this often. */
const longestWaitMs = 30_000;
/** How soon to try again while a reader still holds the write-ahead log, or the disk is in trouble. */
const retryMs = 250;

/** Erases messages when their time has come: the text, its key, the write-ahead log. */
export class SelfDestruct {
  readonly #options: SelfDestructOptions;
  #timer: NodeJS.Timeout | undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  #logHoldsErased = false;
  #stopped = false;

  constructor(options: SelfDestructOptions) {
    this.#options = options;
  }

  /** Catches up with what fell due while the server was away. */
  start(): Promise<void> {
    // What an earlier run erased may still stand in the log it left.
    this.#logHoldsErased = true;
    return this.#run();
  }

  /** @param dueAt milliseconds since 1970 */
  schedule(dueAt: number): void {
    if (this.#stopped || dueAt >= this.#dueAt) return;
    this.#dueAt = dueAt;
    clearTimeout(this.#timer);
    const waitMs = Math.min(Math.max(dueAt - Date.now(), 0), longestWaitMs);
    this.#timer = setTimeout(() => void this.#run(), waitMs);
  }

  /** A text was changed or deleted: what it said leaves the write-ahead log soon, too. */
  noteErased(): void {
    this.#logHoldsErased = true;
    this.schedule(Date.now() + retryMs);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#dueAt = Number.POSITIVE_INFINITY;
    try {
      await this.#destroyDue();
      const next = await this.#options.repository.nextDestruction();
      if (next !== null) this.schedule(next);
    } catch (error) {
      if (this.#stopped) return;
      this.#options.logger.error({ err: error }, 'self-destruction failed and is tried again');
      this.schedule(Date.now() + retryMs);
    }
    if (this.#logHoldsErased) this.schedule(Date.now() + retryMs);
  }

  async #destroyDue(): Promise<void> {
    for (;;) {
      const destroyed = await this.#options.repository.destroyDue(batchSize);
      if (destroyed > 0) this.#logHoldsErased = true;
      if (destroyed < batchSize) break;
    }
    if (this.#logHoldsErased) this.#logHoldsErased = !(await this.#options.checkpoint());
  }
}
