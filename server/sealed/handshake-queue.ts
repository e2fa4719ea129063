/** Milliseconds of each turn of the event loop that handshakes may take. */
const budgetMs = 1;

/**
 * Handshakes are the dearest thing that a stranger can ask for. When a thousand clients come back
 * together theirs wait in line, and requests of those who are connected go in between.
 */
export class HandshakeQueue {
  #tasks: (() => void)[] = [];

  add(task: () => void): void {
    this.#tasks.push(task);
    if (this.#tasks.length === 1) this.#schedule();
  }

  #schedule(): void {
    setImmediate(() => {
      this.#run();
    });
  }

  #run(): void {
    const until = performance.now() + budgetMs;
    let done = 0;
    while (done < this.#tasks.length && (done === 0 || performance.now() < until)) {
      this.#tasks[done]?.();
      done += 1;
    }
    this.#tasks = this.#tasks.slice(done);
    if (this.#tasks.length > 0) this.#schedule();
  }
}
