import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import { unknownDocument } from './inspection.ts';
import type { Findings, InspectionAnswer, InspectionTask } from './inspection.ts';

/** A file that takes longer to look at is kept without having been looked at. */
const timeoutMs = 20_000;
const atOnceMax = 2;
const heapMaxMegabytes = 256;

/** Lets files be looked at on threads of their own, a few at a time. */
export class Inspector {
  readonly #logger: Logger;
  readonly #idle: Worker[] = [];
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @throws AppError ATTACHMENT_REFUSED */
  async inspect(task: InspectionTask): Promise<Findings> {
    await this.#turn();
    try {
      const answer = await this.#ask(task);
      if (answer.kind === 'found') return answer.findings;
      if (answer.kind === 'refused') {
        throw new AppError('ATTACHMENT_REFUSED', { detail: answer.detail });
      }
      this.#logger.warn({ detail: answer.detail }, 'a file could not be looked at');
      if (task.details.removeLocation) {
        // Better not sent at all than with a place in it that its sender wants to keep secret.
        const detail = 'The location cannot be removed from this file';
        throw new AppError('ATTACHMENT_REFUSED', { detail });
      }
      return unknownDocument;
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((worker) => worker.terminate()));
  }

  async #turn(): Promise<void> {
    while (this.#running >= atOnceMax) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    this.#running += 1;
  }

  #ask(task: InspectionTask): Promise<InspectionAnswer> {
    const worker = this.#idle.pop() ?? this.#newWorker();
    return new Promise((resolve) => {
      const finish = (answer: InspectionAnswer) => {
        clearTimeout(timer);
        worker.off('message', onMessage);
        worker.off('error', onError);
        resolve(answer);
      };
      const giveUp = (detail: string) => {
        void worker.terminate();
        finish({ kind: 'failed', detail });
      };
      const onMessage = (answer: InspectionAnswer) => {
        this.#idle.push(worker);
        finish(answer);
      };
      const onError = (error: Error) => {
        giveUp(error.message);
      };
      const timer = setTimeout(() => {
        giveUp('it took too long');
      }, timeoutMs);
      worker.on('message', onMessage);
      worker.on('error', onError);
      worker.postMessage(task);
    });
  }

  #newWorker(): Worker {
    const fromSource = import.meta.url.endsWith('.ts');
    const entry = fromSource ? './inspection-thread-from-source.mjs' : './inspection-thread.js';
    const worker = new Worker(new URL(entry, import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: heapMaxMegabytes },
    });
    // One that ends while nobody waits for it is not asked again.
    worker.on('error', (error) => {
      this.#logger.warn({ err: error }, 'an inspection thread has ended');
      const index = this.#idle.indexOf(worker);
      if (index !== -1) this.#idle.splice(index, 1);
    });
    return worker;
  }
}
