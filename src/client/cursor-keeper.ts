import type { Cursor } from '#protocol/identifiers.ts';
import type { ClientMemory } from './client-memory.ts';

/** Cursors are decimal numbers of at most 15 digits, which a double holds exactly. */
export function isNewer(cursor: Cursor, than: Cursor): boolean {
  return Number(cursor) > Number(than);
}

/**
 * The place in the server's log up to which everything has been handed out. Saving is coalesced:
 * one write at a time, always of the latest place. After a crash a little is handed out again,
 * never skipped.
 */
export class CursorKeeper {
  readonly #memory: ClientMemory;
  readonly #reportProblem: (problem: unknown) => void;
  #position: Cursor | null = null;
  #isLoaded = false;
  #isSaved = true;
  #saving: Promise<void> | null = null;

  constructor(memory: ClientMemory, reportProblem: (problem: unknown) => void) {
    this.#memory = memory;
    this.#reportProblem = reportProblem;
  }

  /** Null until `load`, and while nothing has been handed out. */
  get position(): Cursor | null {
    return this.#position;
  }

  async load(): Promise<void> {
    if (this.#isLoaded) return;
    const position = await this.#memory.loadCursor();
    // A sign-in meanwhile has set the place, and knows better than the memory.
    if (this.#isLoaded) return;
    this.#position = position;
    this.#isLoaded = true;
  }

  /** The memory hears of it only after the caller is done, so not before the event is handed out. */
  moveTo(position: Cursor | null): void {
    this.#isLoaded = true;
    if (position === this.#position) return;
    this.#position = position;
    this.#isSaved = false;
    this.#saving ??= this.#save();
  }

  /** Resolves when the memory holds the latest place, or has been found to fail. */
  async flush(): Promise<void> {
    await this.#saving;
  }

  async #save(): Promise<void> {
    await Promise.resolve();
    try {
      while (!this.#isSaved) {
        this.#isSaved = true;
        await this.#memory.saveCursor(this.#position);
      }
    } catch (problem) {
      this.#reportProblem(problem);
    } finally {
      this.#saving = null;
    }
  }
}
