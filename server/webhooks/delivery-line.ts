import type { Logger } from 'pino';
import type { ReplayableEvent } from '#protocol/events.ts';
import type { Caller } from '../access/caller.ts';
import { asCursor } from '../db/handles.ts';
import type { Repository } from '../db/repository.ts';
import type { SyncService } from '../sync/sync.service.ts';
import { postOutside } from './outside-request.ts';
import { signatureHeaders } from './signature.ts';
import type { OutgoingRow, webhooksRepository } from './webhooks.repository.ts';

export interface RetryPolicy {
  /** Before the second attempt; each pause after it is twice as long. */
  firstPauseMs: number;
  longestPauseMs: number;
  /** Who has not answered after so long has not taken it. */
  answerWithinMs: number;
  /** Failing for so long, it is given up. */
  giveUpAfterMs: number;
}

export interface LineOptions {
  repository: Repository<typeof webhooksRepository>;
  sync: Pick<SyncService, 'read'>;
  /** Null while the bot's token is good for nothing. */
  callerOf: (webhook: OutgoingRow) => Caller | null;
  logger: Logger;
  userAgent: string;
  allowsPrivate: boolean;
  retry: RetryPolicy;
}

const pageEvents = 100;

/**
 * Sends one webhook what it is to be told, one event after the other, from the log: its place in it is
 * on disk, so that neither a restart nor an address that is away for a day loses anything.
 */
export class DeliveryLine {
  readonly #options: LineOptions;
  readonly #webhook: OutgoingRow;
  readonly #wanted: ReadonlySet<string>;
  readonly #stopping = new AbortController();
  #place: number;
  #attempts = 0;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> | null = null;
  #isWoken = false;

  constructor(webhook: OutgoingRow, options: LineOptions) {
    this.#options = options;
    this.#webhook = webhook;
    this.#wanted = new Set(webhook.events);
    this.#place = webhook.place;
  }

  get botId(): OutgoingRow['bot_id'] {
    return this.#webhook.bot_id;
  }

  /** There may be something new. While it rests after a failure it goes on resting. */
  wake(): void {
    if (this.#stopping.signal.aborted || this.#timer !== undefined) return;
    this.#isWoken = true;
    this.#work ??= this.#run();
  }

  /** Resolves once nothing is under way; what was not taken yet is sent after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#work;
  }

  async #run(): Promise<void> {
    try {
      // Whatever woke it while it failed waits with the rest.
      while (this.#isWoken && this.#timer === undefined) {
        this.#isWoken = false;
        await this.#deliverAll();
      }
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#options.logger.error({ err: error, webhook: this.#webhook.id }, 'a webhook is stuck');
      this.#rest();
    } finally {
      // At once with the last look at whether it was woken: nobody wakes it in between.
      this.#work = null;
    }
  }

  async #deliverAll(): Promise<void> {
    for (;;) {
      const caller = this.#options.callerOf(this.#webhook);
      if (caller === null || this.#stopping.signal.aborted) return;
      const page = await this.#options.sync.read(caller, asCursor(this.#place), pageEvents);
      for (const event of page.events) {
        if (this.#concerns(event) && !(await this.#deliver(event))) return;
      }
      this.#place = Number(page.next_cursor);
      if (!page.has_more) return;
    }
  }

  /** What the bot says itself is no news to it, and answered it would never end. */
  #concerns(event: ReplayableEvent): boolean {
    if (!this.#wanted.has(event.type)) return false;
    return event.type !== 'new_message' || event.message.sender_id !== this.#webhook.bot_id;
  }

  /** Whether it was taken. */
  async #deliver(event: ReplayableEvent): Promise<boolean> {
    const problem = await this.#attempt(event);
    if (this.#stopping.signal.aborted) return false;
    if (problem !== null) {
      await this.#fail(problem);
      return false;
    }
    this.#attempts = 0;
    this.#place = Number(event.cursor);
    await this.#options.repository.delivered({ id: this.#webhook.id, place: this.#place });
    return true;
  }

  /** Null where it was taken; else what went wrong. One of the places that catch. */
  async #attempt(event: ReplayableEvent): Promise<string | null> {
    const { url, id, secret } = this.#webhook;
    const { allowsPrivate, userAgent, retry } = this.#options;
    const body = JSON.stringify(event);
    const signed = signatureHeaders(secret, `${id}_${event.cursor}`, body, Date.now());
    try {
      const headers = { ...signed, 'user-agent': userAgent };
      const { signal } = this.#stopping;
      const timeoutMs = retry.answerWithinMs;
      const options = { allowsPrivate, signal, timeoutMs };
      const status = await postOutside(url, { headers, body }, options);
      return status >= 200 && status < 300 ? null : `answered with ${String(status)}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async #fail(problem: string): Promise<void> {
    const { repository, retry, logger } = this.#options;
    const { id } = this.#webhook;
    const since = await repository.failed({ id, problem: problem.slice(0, 500) });
    logger.warn({ webhook: id, problem }, 'a webhook was not taken');
    // 410: whoever is there says that it is no more.
    if (problem === 'answered with 410' || Date.now() - since >= retry.giveUpAfterMs) {
      await repository.disable(id);
      logger.error({ webhook: id, problem }, 'a webhook is given up');
      this.#stopping.abort();
      return;
    }
    this.#rest();
  }

  #rest(): void {
    const { firstPauseMs, longestPauseMs } = this.#options.retry;
    const pauseMs = Math.min(firstPauseMs * 2 ** this.#attempts, longestPauseMs);
    this.#attempts += 1;
    // Apart from others that began to fail at the same moment.
    const spread = 0.8 + 0.4 * Math.random();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.wake();
    }, pauseMs * spread);
    this.#timer.unref();
  }
}
