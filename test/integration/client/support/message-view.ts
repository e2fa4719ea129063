import type { ServerEvent } from '#protocol/events.ts';
import type { ConversationId, MessageId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { ClientPerson } from './client-person.ts';

/** What everybody sees alike: how far a message has come is told to each person differently. */
export function visible(message: Message): Message {
  return { ...message, delivered_to: [], read_by: [] };
}

/** A conversation as somebody sees it who knows nothing but the events that their client hands out. */
export class MessageView {
  readonly #messages = new Map<MessageId, Message>();

  constructor(person: ClientPerson, conversationId: ConversationId) {
    person.client.on('event', (event) => {
      if ('conversation_id' in event && event.conversation_id === conversationId) {
        this.#apply(event);
      }
    });
  }

  /** In their order. */
  get messages(): Message[] {
    return [...this.#messages.values()].sort((one, other) => one.seq - other.seq);
  }

  has(content: string): boolean {
    return this.messages.some((message) => message.content === content);
  }

  #apply(event: ServerEvent): void {
    switch (event.type) {
      case 'new_message':
      case 'message_updated':
        this.#messages.set(event.message.id, event.message);
        return;
      case 'message_deleted':
        this.#change(event.message_id, {
          content: '',
          attachments: [],
          reactions: [],
          self_destruct_at: null,
          is_deleted: true,
        });
        return;
      case 'reaction_added':
      case 'reaction_removed':
        this.#change(event.message_id, { reactions: event.reactions });
        return;
      default:
    }
  }

  #change(id: MessageId, change: Partial<Message>): void {
    const known = this.#messages.get(id);
    if (known === undefined) throw new Error('something was done to a message that never came');
    this.#messages.set(id, { ...known, ...change });
  }
}
