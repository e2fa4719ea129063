import type { ConversationId } from '#protocol/identifiers.ts';
import { Backoff } from './backoff.ts';
import type { ClientFailure } from './client-error.ts';
import type { Timers } from './timers.ts';

/** A wait that the server asks for and that is longer than this is for the person to decide on. */
const retryAfterMaxSeconds = 120;

/**
 * Pauses between tries: after trouble for the conversation that met it, at the server's word
 * (429) for everything.
 */
export class DeliveryPauses {
  readonly #timers: Timers;
  readonly #random: () => number;
  /** The pause is over; null means for every conversation. */
  readonly #onOver: (conversation: ConversationId | null) => void;
  readonly #cancels = new Map<ConversationId, () => void>();
  readonly #backoffs = new Map<ConversationId, Backoff>();
  #cancelEverywhere: (() => void) | null = null;

  constructor(
    timers: Timers,
    random: () => number,
    onOver: (conversation: ConversationId | null) => void,
  ) {
    this.#timers = timers;
    this.#random = random;
    this.#onOver = onOver;
  }

  hold(conversation: ConversationId): boolean {
    return this.#cancelEverywhere !== null || this.#cancels.has(conversation);
  }

  /** False when the wait would be longer than anybody should wait without being asked. */
  begin(conversation: ConversationId, failure: ClientFailure, everywhere: boolean): boolean {
    const retryAfterSeconds = failure.retryAfterSeconds ?? 0;
    if (retryAfterSeconds > retryAfterMaxSeconds) return false;
    const backoff = this.#backoffs.get(conversation) ?? new Backoff(this.#random);
    this.#backoffs.set(conversation, backoff);
    const delayMs = Math.max(backoff.next(), retryAfterSeconds * 1_000);
    if (everywhere) this.#pauseEverywhere(delayMs);
    else this.#pause(conversation, delayMs);
    return true;
  }

  succeeded(conversation: ConversationId): void {
    this.#backoffs.delete(conversation);
  }

  /** The connection is back: there is no reason to wait but the server's word. */
  endTrouble(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
    this.#backoffs.clear();
  }

  close(): void {
    this.endTrouble();
    this.#cancelEverywhere?.();
    this.#cancelEverywhere = null;
  }

  #pause(conversation: ConversationId, delayMs: number): void {
    const cancel = this.#timers.schedule(() => {
      this.#cancels.delete(conversation);
      this.#onOver(conversation);
    }, delayMs);
    this.#cancels.set(conversation, cancel);
  }

  #pauseEverywhere(delayMs: number): void {
    this.#cancelEverywhere?.();
    this.#cancelEverywhere = this.#timers.schedule(() => {
      this.#cancelEverywhere = null;
      this.#onOver(null);
    }, delayMs);
  }
}
