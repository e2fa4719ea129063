/** Milliseconds of each turn of the event loop that handshakes may take while nobody else waits. */
const budgetMs = 1;
/** While somebody does, one is done at a time, and then nothing for so many times as long. */
const restRatio = 4;
const restMinMs = 1;

/**
 * Handshakes are the dearest thing that a stranger can ask for. When a thousand clients come back
 * together theirs wait in line, and those who are connected are served as if there were no crowd.
 */
export class HandshakeQueue {
  readonly #othersWait: () => boolean;
  #tasks: (() => void)[] = [];

  /** @param othersWait whether a request is being answered just now */
  constructor(othersWait: () => boolean) {
    this.#othersWait = othersWait;
  }

  add(task: () => void): void {
    this.#tasks.push(task);
    if (this.#tasks.length === 1) this.#schedule(0);
  }

  #schedule(restMs: number): void {
    const run = () => {
      this.#run();
    };
    if (restMs > 0) setTimeout(run, restMs);
    else setImmediate(run);
  }

  #run(): void {
    const startedAt = performance.now();
    let done = 0;
    do {
      this.#tasks[done]?.();
      done += 1;
    } while (done < this.#tasks.length && !this.#mustYield(startedAt));
    this.#tasks = this.#tasks.slice(done);
    if (this.#tasks.length === 0) return;
    const takenMs = performance.now() - startedAt;
    this.#schedule(this.#othersWait() ? Math.max(restMinMs, takenMs * restRatio) : 0);
  }

  #mustYield(startedAt: number): boolean {
    return this.#othersWait() || performance.now() - startedAt >= budgetMs;
  }
}
