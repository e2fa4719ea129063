import type { ServerEvent } from '#protocol/events.ts';
import type { ConversationId } from '#protocol/identifiers.ts';

/** The newest message number seen in each conversation: a jump shows that something was missed. */
export class MessageNumbers {
  readonly #newest = new Map<ConversationId, number>();

  /** A conversation that was never seen shows no gap, wherever its numbers stand. */
  showGap(event: ServerEvent): boolean {
    if (event.type !== 'new_message') return false;
    const newest = this.#newest.get(event.conversation_id);
    return newest !== undefined && event.message.seq > newest + 1;
  }

  note(event: ServerEvent): void {
    if (event.type !== 'new_message') return;
    const newest = this.#newest.get(event.conversation_id) ?? 0;
    this.#newest.set(event.conversation_id, Math.max(newest, event.message.seq));
  }

  forget(): void {
    this.#newest.clear();
  }
}
