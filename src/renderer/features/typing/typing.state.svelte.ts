import { SvelteMap } from 'svelte/reactivity';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';

/** A little more than the server's own expiry, for the case that its last word gets lost. */
export const typingShownForMs = 4_000;

interface Typist {
  userId: UserId;
  timer: ReturnType<typeof setTimeout>;
}

/** Who is typing where; every entry ends by itself. */
export class TypingState {
  readonly #byConversation = new SvelteMap<ConversationId, readonly Typist[]>();

  /** In the order in which they began. */
  in(conversation: ConversationId): UserId[] {
    return (this.#byConversation.get(conversation) ?? []).map((typist) => typist.userId);
  }

  start(conversation: ConversationId, userId: UserId): void {
    const typists = this.#byConversation.get(conversation) ?? [];
    const timer = setTimeout(() => this.stop(conversation, userId), typingShownForMs);
    const known = typists.find((typist) => typist.userId === userId);
    if (known) {
      clearTimeout(known.timer);
      known.timer = timer;
      return;
    }
    this.#byConversation.set(conversation, [...typists, { userId, timer }]);
  }

  stop(conversation: ConversationId, userId: UserId): void {
    const typists = this.#byConversation.get(conversation) ?? [];
    const known = typists.find((typist) => typist.userId === userId);
    if (!known) return;
    clearTimeout(known.timer);
    const others = typists.filter((typist) => typist !== known);
    if (others.length > 0) this.#byConversation.set(conversation, others);
    else this.#byConversation.delete(conversation);
  }

  clear(): void {
    for (const typists of this.#byConversation.values()) {
      for (const typist of typists) clearTimeout(typist.timer);
    }
    this.#byConversation.clear();
  }
}
