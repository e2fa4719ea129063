import type { ConnectionState } from '#ipc/app.ts';

/** How long somebody waits for what is new before what was seen last has to do. */
const patienceMs = 3_000;

/** Of an app that begins: whether it could reach its server. */
export class FirstAttempt {
  readonly #made: Promise<void>;
  #over: () => void = () => undefined;

  constructor() {
    this.#made = new Promise((resolve) => {
      this.#over = resolve;
    });
  }

  connectionIs({ status }: ConnectionState): void {
    if (status === 'online' || status === 'waiting') this.#over();
  }

  /** Resolves once it could or could not, or nobody would wait for it any longer. */
  async made(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([this.#made, tooLong]);
    clearTimeout(timer);
  }
}
