import type { AttachmentId } from '#protocol/identifiers.ts';

interface Turn {
  /** Asks the one whose turn it is to come to an end. */
  interrupt: () => void;
  over: Promise<void>;
}

/**
 * One at a time works on an upload. Whoever comes next interrupts the one before, whose client has
 * most likely lost its connection without anybody having noticed.
 */
export class ActiveUploads {
  readonly #turns = new Map<AttachmentId, Turn>();

  get count(): number {
    return this.#turns.size;
  }

  /** @param work is given a signal after which it must keep what it has and end */
  async take<T>(id: AttachmentId, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    for (let before = this.#turns.get(id); before !== undefined; before = this.#turns.get(id)) {
      before.interrupt();
      await before.over;
    }
    const controller = new AbortController();
    const running = work(controller.signal);
    const turn: Turn = {
      interrupt: () => {
        controller.abort();
      },
      over: running.then(
        () => undefined,
        () => undefined, // Its own caller hears of it.
      ),
    };
    this.#turns.set(id, turn);
    try {
      return await running;
    } finally {
      if (this.#turns.get(id) === turn) this.#turns.delete(id);
    }
  }

  /** Resolves once nobody works on any upload. */
  async settled(): Promise<void> {
    while (this.#turns.size > 0) {
      await Promise.all([...this.#turns.values()].map(({ over }) => over));
      // The turns end themselves right after what they wait for.
      await Promise.resolve();
    }
  }
}
