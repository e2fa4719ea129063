import { ThreadClient } from './thread-client.ts';
import type { ThreadOptions } from './thread-messages.ts';

/**
 * A page that is written again and again is moved once a round; but what is left to move when the log is long keeps
 * a send waiting (server/db/database-thread.ts).
 */
const pagesPerRound = 1_000;

/**
 * Moves the write-ahead log into the database beside the writer, on a thread of its own: each page
 * is decrypted, encrypted anew and written, which would otherwise keep sends waiting (ADR 111).
 */
export class BackgroundCheckpoints {
  readonly #options: Omit<ThreadOptions, 'role'>;
  #thread: ThreadClient | undefined;
  #isClosed = false;
  #round: Promise<void> | undefined;

  constructor(options: Omit<ThreadOptions, 'role'>) {
    this.#options = options;
  }

  /** Tells it how much is left to move. The thread begins with the first round: many servers need none. */
  notePagesBehind(count: number): void {
    if (count < pagesPerRound || this.#round !== undefined || this.#isClosed) return;
    this.#round = this.#checkpoint().finally(() => {
      this.#round = undefined;
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#round;
    await this.#thread?.close();
  }

  async #checkpoint(): Promise<void> {
    try {
      this.#thread ??= await ThreadClient.start({ ...this.#options, role: 'checkpointer' });
      await this.#thread.checkpoint();
    } catch {
      // Damaged, or out of descriptors: the writer moves the log itself once it is long, and what is
      // wrong is met and told by whoever reads or writes.
    }
  }
}
