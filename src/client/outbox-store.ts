import type { ConversationId } from '#protocol/identifiers.ts';
import type { OutgoingMessage } from './outgoing-message.ts';

/** Where messages wait, in the order in which they were written. */
export interface OutboxStore {
  list(conversationId?: ConversationId): OutgoingMessage[];
  get(clientMessageId: string): OutgoingMessage | null;
  /** Adds, or replaces in its place. */
  put(message: OutgoingMessage): void;
  remove(clientMessageId: string): void;
}

export class VolatileOutboxStore implements OutboxStore {
  readonly #messages = new Map<string, OutgoingMessage>();

  list(conversationId?: ConversationId): OutgoingMessage[] {
    const messages = [...this.#messages.values()];
    if (conversationId === undefined) return messages;
    return messages.filter((message) => message.conversation_id === conversationId);
  }

  get(clientMessageId: string): OutgoingMessage | null {
    return this.#messages.get(clientMessageId) ?? null;
  }

  put(message: OutgoingMessage): void {
    this.#messages.set(message.client_message_id, message);
  }

  remove(clientMessageId: string): void {
    this.#messages.delete(clientMessageId);
  }
}
