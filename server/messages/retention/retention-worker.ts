import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ConversationId } from '#protocol/identifiers.ts';
import type { Repository } from '../../db/repository.ts';
import { believedTime } from './believed-time.ts';
import type { retentionRepository } from './retention.repository.ts';

export interface RetentionWorkerOptions {
  /** Its writes wait for a pause of all others. */
  repository: Repository<typeof retentionRepository>;
  /** Told of each piece of work that removed something. */
  onRemoved: () => void;
  logger: Logger;
}

/** What a message sent right after a piece of work has begun waits for: a few milliseconds. */
const batchSize = 16;
/** The writer is left alone for so many times as long as it was kept. */
const restTimes = 4;
const restMaxMs = 100;
const conversationsPerLook = 200;
/** A computer that sleeps stops its timers, and its clock may be set: look again this often. */
const lookEveryMs = 600_000;
const retryMs = 5_000;

/**
 * Tells conversations of the rule that holds in them, and removes what was kept long enough, behind
 * everything else that is written. All of its state is in the database: a crash loses nothing of it.
 */
export class RetentionWorker {
  readonly #options: RetentionWorkerOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isAskedAgain = false;
  #isStarted = false;
  #stopped = false;
  #lookedAt = performance.now();

  constructor(options: RetentionWorkerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStarted = true;
    this.#schedule(0);
  }

  /** A rule has changed. Where nothing serves, the next server sees to it. */
  wake(): void {
    if (!this.#isStarted) return;
    this.#isAskedAgain = true;
    if (this.#running === undefined) this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** The time by which ages are counted, in milliseconds since 1970. */
  async believedAt(): Promise<number> {
    const believedAt = await this.#options.repository.believedAt();
    return believedTime({
      believedAt,
      now: Date.now(),
      elapsedMs: performance.now() - this.#lookedAt,
    });
  }

  #schedule(waitMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, waitMs);
    this.#timer.unref();
  }

  async #run(): Promise<void> {
    this.#isAskedAgain = false;
    let waitMs = lookEveryMs;
    try {
      await this.#tell();
      await this.#expire();
    } catch (error) {
      waitMs = retryMs;
      if (!this.#stopped)
        this.#options.logger.error({ err: error }, 'old messages were not removed');
    }
    this.#running = undefined;
    this.#schedule(this.#isAskedAgain ? 0 : waitMs);
  }

  /** Before anything goes, people can see that it will. */
  async #tell(): Promise<void> {
    const { repository } = this.#options;
    await this.#throughAll(
      (after) => repository.untold({ after, limit: batchSize }),
      batchSize,
      (ids) => this.#restAfter(() => repository.tell(ids)),
    );
  }

  async #expire(): Promise<void> {
    const { repository } = this.#options;
    if (!(await repository.hasRules())) return;
    const believedAt = await this.believedAt();
    await repository.believe(believedAt);
    this.#lookedAt = performance.now();
    await this.#throughAll(
      (after) => repository.due({ after, limit: conversationsPerLook, believedAt }),
      conversationsPerLook,
      async (ids) => {
        for (const conversationId of ids) await this.#expireIn(conversationId, believedAt);
      },
    );
  }

  async #expireIn(conversationId: ConversationId, believedAt: number): Promise<void> {
    const { repository, onRemoved } = this.#options;
    const input = { conversationId, believedAt, limit: batchSize };
    let removed = batchSize;
    while (removed === batchSize && !this.#stopped) {
      removed = await this.#restAfter(() => repository.expire(input));
      if (removed > 0) onRemoved();
    }
  }

  /** Some conversations at a time, in the order of their ids. */
  async #throughAll(
    find: (after: ConversationId | '') => Promise<ConversationId[]>,
    limit: number,
    work: (ids: ConversationId[]) => Promise<void>,
  ): Promise<void> {
    let after: ConversationId | '' | undefined = '';
    while (after !== undefined && !this.#stopped) {
      const ids: ConversationId[] = await find(after);
      if (ids.length > 0) await work(ids);
      after = ids.length < limit ? undefined : ids.at(-1);
    }
  }

  async #restAfter<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const answer = await work();
    await delay(Math.min((performance.now() - startedAt) * restTimes, restMaxMs));
    return answer;
  }
}
