export interface RoundsOptions {
  /** Of one round: what others wait for is held up by no more. */
  itemsMax: number;
  /** Behind each round. */
  restMs: number;
}

/**
 * Work on many small things, one round at a time: what comes while a round is under way, or in the
 * rest behind it, is done together in the next. A single thing begins at once.
 */
export class Rounds<Item> {
  readonly #options: RoundsOptions;
  readonly #work: (items: readonly Item[]) => Promise<void>;
  #isHurried = false;
  #endRest: () => void = () => undefined;
  readonly #waiting: Item[] = [];
  #running: Promise<void> | null = null;

  /** @param work does not reject */
  constructor(options: RoundsOptions, work: (items: readonly Item[]) => Promise<void>) {
    this.#options = options;
    this.#work = work;
  }

  add(item: Item): void {
    this.#waiting.push(item);
    this.#running ??= this.#run();
  }

  /** Resolves once everything that was added is done. There is no rest from now on. */
  async settled(): Promise<void> {
    this.#isHurried = true;
    this.#endRest();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const round = this.#waiting.splice(0, this.#options.itemsMax);
      await this.#work(round);
      await this.#rest();
    }
    this.#running = null;
  }

  async #rest(): Promise<void> {
    if (this.#isHurried) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#options.restMs);
      this.#endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
