/**
 * One exchange of bytes at a time, first come, first served: so two files share a line by turns, and
 * what people write never waits behind more than one piece of each direction.
 */
export class ByteLane {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(exchange: () => Promise<T>): Promise<T> {
    const result = this.#last.then(exchange);
    this.#last = result.catch(() => {
      // Told to the one who asked; the next one does not depend on it.
    });
    return result;
  }
}
