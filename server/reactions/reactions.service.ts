import { canonicalEmoji } from '#protocol/emoji.ts';
import type { MessageId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type { Caller } from '../access/caller.ts';
import type { Permissions } from '../access/permissions.ts';
import type { Repository } from '../db/repository.ts';
import type { MessagesService } from '../messages/messages.service.ts';
import type { reactionsRepository } from './reactions.repository.ts';

export interface ReactionsOptions {
  repository: Repository<typeof reactionsRepository>;
  permissions: Permissions;
  messages: MessagesService;
}

/** One emoji of one person on one message. */
export class ReactionsService {
  readonly #options: ReactionsOptions;

  constructor(options: ReactionsOptions) {
    this.#options = options;
  }

  /** @throws AppError MESSAGE_NOT_FOUND, NOT_FRIENDS_SEND, MESSAGE_GONE, TOO_MANY_REACTIONS */
  async add(caller: Caller, messageId: MessageId, emoji: string): Promise<Message> {
    const { permissions, repository, messages } = this.#options;
    await permissions.requireMessage(caller, messageId);
    await repository.add({ messageId, userId: caller.userId, emoji: canonicalEmoji(emoji) });
    return messages.one(messageId);
  }

  /** @throws AppError MESSAGE_NOT_FOUND */
  async remove(caller: Caller, messageId: MessageId, emoji: string): Promise<Message> {
    const { permissions, repository, messages } = this.#options;
    await permissions.requireMessage(caller, messageId);
    await repository.remove({ messageId, userId: caller.userId, emoji: canonicalEmoji(emoji) });
    return messages.one(messageId);
  }
}
