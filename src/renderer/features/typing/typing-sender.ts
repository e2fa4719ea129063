/** What is pasted and sent at once was never typed: no word of it flashes up before it is there. */
const saidAfterMs = 300;
/** At most one notice in this time, however fast the person types; the server forgets after 3 s. */
const repeatAfterMs = 2_000;
const idleAfterMs = 3_000;

/** Decides when to tell the others that this person types, and when that they have stopped. */
export class TypingSender {
  readonly #send: (isTyping: boolean) => void;
  #saidAt: number | null = null;
  #beginTimer: ReturnType<typeof setTimeout> | undefined;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (isTyping: boolean) => void) {
    this.#send = send;
  }

  /** The person changed the text; an empty text counts as having stopped. */
  typed(text: string): void {
    if (text.length === 0) {
      this.stop();
      return;
    }
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.stop(), idleAfterMs);
    if (this.#saidAt === null) this.#beginTimer ??= setTimeout(() => this.#say(), saidAfterMs);
    else if (Date.now() - this.#saidAt >= repeatAfterMs) this.#say();
  }

  #say(): void {
    this.#beginTimer = undefined;
    this.#saidAt = Date.now();
    this.#send(true);
  }

  /** Says so only if something was said before. */
  stop(): void {
    this.#forget();
    if (this.#saidAt === null) return;
    this.#saidAt = null;
    this.#send(false);
  }

  #forget(): void {
    clearTimeout(this.#beginTimer);
    clearTimeout(this.#idleTimer);
    this.#beginTimer = undefined;
    this.#idleTimer = undefined;
  }
}
