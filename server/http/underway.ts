/** Counts requests that have been accepted and not yet answered, whatever transport they came by. */
export class Underway {
  #count = 0;
  #whenIdle: (() => void) | undefined;

  begin(): void {
    this.#count += 1;
  }

  finish(): void {
    this.#count -= 1;
    if (this.isIdle) this.#whenIdle?.();
  }

  get isIdle(): boolean {
    return this.#count === 0;
  }

  /**
   * Resolves once every request that was accepted has the whole of its answer.
   * @param limitMs clients that send or read more slowly than this are not waited for
   */
  async idle(limitMs: number): Promise<void> {
    if (this.isIdle) return;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, limitMs);
      this.#whenIdle = () => {
        clearTimeout(limit);
        resolve();
      };
    });
  }
}
