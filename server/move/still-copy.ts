import { Worker } from 'node:worker_threads';
import type { StillContent } from '../db/still-file.ts';
import type { CopyAnswer, CopyRequest, CopyThreadOptions } from './copy-thread.ts';

/** The near end of the thread that keeps the database's file still while it is copied. */
export class StillCopy {
  readonly #worker: Worker;
  #work: Promise<unknown> = Promise.resolve();
  #failure: Error | null = null;
  #settle: ((answer: CopyAnswer | Error) => void) | null = null;

  constructor(options: CopyThreadOptions) {
    const fromSource = import.meta.url.endsWith('.ts');
    const entry = fromSource ? './copy-thread-from-source.mjs' : './copy-thread.js';
    this.#worker = new Worker(new URL(entry, import.meta.url), { workerData: options });
    this.#worker.on('message', (answer: CopyAnswer) => this.#settle?.(answer));
    this.#worker.on('error', (error) => {
      this.#fail(error);
    });
    this.#worker.on('exit', () => {
      this.#fail(new Error('the thread that copies has ended'));
    });
  }

  /** The file stays as it is from now on, until it is held again or released. */
  async hold(): Promise<StillContent> {
    const answer = await this.#ask('hold');
    if (answer.kind === 'held') return answer.content;
    throw new Error(answer.kind === 'failed' ? answer.detail : answer.kind);
  }

  async release(): Promise<void> {
    await this.#ask('release');
  }

  async close(): Promise<void> {
    if (this.#failure === null) await this.#ask('close').catch(() => undefined);
    await this.#worker.terminate();
  }

  /** One after the other. */
  #ask(request: CopyRequest): Promise<CopyAnswer> {
    const asked = this.#work.then(
      () =>
        new Promise<CopyAnswer>((resolve, reject) => {
          if (this.#failure !== null) {
            reject(this.#failure);
            return;
          }
          this.#settle = (answer) => {
            this.#settle = null;
            if (answer instanceof Error) reject(answer);
            else resolve(answer);
          };
          this.#worker.postMessage(request);
        }),
    );
    this.#work = asked.catch(() => undefined);
    return asked;
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#settle?.(this.#failure);
  }
}
