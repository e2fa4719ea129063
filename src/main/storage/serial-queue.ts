/** Runs tasks one after another, each beginning when the one before has ended, well or not. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => {
      // Told to the one who asked for the task; the next one does not depend on it.
    });
    return result;
  }
}
