import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Repository } from '../db/repository.ts';
import { termsVersion } from './index-terms.ts';
import type { searchRepository } from './search.repository.ts';

export interface SearchIndexerOptions {
  /** Its writes wait for a pause of all others. */
  repository: Repository<typeof searchRepository>;
  logger: Logger;
}

/** What a message sent right after a piece of work has begun waits for: two or three milliseconds. */
const batchSize = 16;
/**
 * For each batch about as many pages are merged as sixteen messages cost over the years, each time their terms are
 * merged with others; in steps, since what is sent waits for each to end, and one ends only where a word does.
 */
const merges = { steps: 4, pagesEach: 4 };
/** The writer is left alone for so many times as long as it was kept: less where nobody sends. */
const restTimes = { amongSends: 4, inCalm: 1 };
const restMaxMs = 100;
/** Messages that come in the meantime share a batch; search finds them without the index, too. */
const gatheringMs = 250;
const retryMs = 5_000;

/**
 * Enters messages in the index behind their sending, so that no sender waits for it. The place is
 * in the database, moved in the transaction that enters the messages: a crash loses nothing.
 */
export class SearchIndexer {
  readonly #options: SearchIndexerOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isBehind = false;
  #sentMeanwhile = false;
  #stopped = false;

  constructor(options: SearchIndexerOptions) {
    this.#options = options;
  }

  /** Makes the index ready, and goes on in the background where the last run ended. */
  async start(): Promise<void> {
    await this.#options.repository.prepareIndex(termsVersion);
    this.#schedule(0);
  }

  /** There are new messages. */
  wake(): void {
    this.#isBehind = true;
    this.#sentMeanwhile = true;
    if (this.#timer === undefined && this.#running === undefined) this.#schedule(gatheringMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(waitMs: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#run();
    }, waitMs);
  }

  async #run(): Promise<void> {
    this.#isBehind = false;
    let waitMs = gatheringMs;
    try {
      let isDone = false;
      while (!this.#stopped && !isDone) {
        const looked = await this.#restAfter((index) => index.indexNext(batchSize));
        const merged = await this.#merge();
        isDone = looked < batchSize && !merged;
      }
    } catch (error) {
      this.#options.logger.error({ err: error }, 'the search index fell behind and is tried again');
      this.#isBehind = true;
      waitMs = retryMs;
    }
    this.#running = undefined;
    if (this.#isBehind) this.#schedule(waitMs);
  }

  /** Answers whether there may be more to merge. */
  async #merge(): Promise<boolean> {
    for (let step = 0; step < merges.steps; step += 1) {
      if (this.#stopped) break;
      if (!(await this.#restAfter((index) => index.mergeIndex(merges.pagesEach)))) return false;
    }
    return true;
  }

  async #restAfter<T>(work: (index: SearchIndexerOptions['repository']) => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    this.#sentMeanwhile = false;
    const answer = await work(this.#options.repository);
    const tookMs = performance.now() - startedAt;
    const times = this.#sentMeanwhile ? restTimes.amongSends : restTimes.inCalm;
    await delay(Math.min(tookMs * times, restMaxMs));
    return answer;
  }
}
