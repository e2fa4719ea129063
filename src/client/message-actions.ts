import type { MessageId } from '#protocol/identifiers.ts';
import { deleteMessage, editMessage } from '#protocol/messages.ts';
import type { Message } from '#protocol/messages.ts';
import { addReaction, removeReaction } from '#protocol/reactions.ts';
import type { AuthorisedRequests } from './authorised-requests.ts';

/**
 * What is done to a message that the server has. Each answers the message as it is then; doing the
 * same again changes nothing, so that a call whose answer was lost may be repeated. All throw
 * AppError with what the server says, or ClientError when it does not come to that.
 */
export class MessageActions {
  readonly #requests: AuthorisedRequests;

  constructor(requests: AuthorisedRequests) {
    this.#requests = requests;
  }

  edit(message_id: MessageId, content: string): Promise<Message> {
    return this.#requests.call(editMessage, { params: { message_id }, body: { content } });
  }

  /** Answers the tombstone. */
  delete(message_id: MessageId): Promise<Message> {
    return this.#requests.call(deleteMessage, { params: { message_id } });
  }

  /** `emoji` is exactly one. */
  addReaction(message_id: MessageId, emoji: string): Promise<Message> {
    return this.#requests.call(addReaction, { params: { message_id, emoji } });
  }

  removeReaction(message_id: MessageId, emoji: string): Promise<Message> {
    return this.#requests.call(removeReaction, { params: { message_id, emoji } });
  }
}
