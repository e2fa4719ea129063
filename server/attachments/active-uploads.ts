import type { AttachmentId } from '#protocol/identifiers.ts';

interface Turn {
  /** Asks the one whose turn it is to come to an end. */
  interrupt: () => void;
  over: Promise<void>;
  /** Where the bytes begin that it adds; null where it adds none. */
  from: number | null;
  /** Whether somebody waits who goes on where it ends. */
  isFollowed: boolean;
}

/** What a turn knows of the others. */
export interface TurnView {
  /** After it, keep what there is, and end. */
  signal: AbortSignal;
  isFollowed: () => boolean;
}

/**
 * One at a time works on an upload. Whoever comes next interrupts the one before, whose client has
 * most likely lost its connection without anybody having noticed; unless it goes on behind it: only
 * who has sent the one can know where the other begins before it has been answered.
 */
export class ActiveUploads {
  readonly #turns = new Map<AttachmentId, Turn>();

  get count(): number {
    return this.#turns.size;
  }

  /** @param from where the bytes begin that `work` adds */
  async take<T>(
    id: AttachmentId,
    work: (turn: TurnView) => Promise<T>,
    from: number | null = null,
  ): Promise<T> {
    for (let before = this.#turns.get(id); before !== undefined; before = this.#turns.get(id)) {
      if (from !== null && before.from !== null && from > before.from) before.isFollowed = true;
      else before.interrupt();
      await before.over;
    }
    const controller = new AbortController();
    const turn: Turn = {
      interrupt: () => {
        controller.abort();
      },
      over: Promise.resolve(),
      from,
      isFollowed: false,
    };
    const running = work({ signal: controller.signal, isFollowed: () => turn.isFollowed });
    turn.over = running.then(
      () => undefined,
      () => undefined, // Its own caller hears of it.
    );
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
