import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import type { ReplayableEvent } from '#protocol/events.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { Receipt } from '#protocol/receipts.ts';
import type { Caller } from '../access/caller.ts';
import type { Permissions } from '../access/permissions.ts';
import type { Repository } from '../db/repository.ts';
import { DeliveryNotes } from './delivery-notes.ts';
import type { MessagePlace, receiptsRepository } from './receipts.repository.ts';

export interface ReceiptsOptions {
  repository: Repository<typeof receiptsRepository>;
  permissions: Permissions;
  isOnline: (userId: UserId) => boolean;
  logger: Logger;
}

/** Who has got and who has read which message. */
export class ReceiptsService {
  readonly #options: ReceiptsOptions;
  readonly #notes: DeliveryNotes;

  constructor(options: ReceiptsOptions) {
    this.#options = options;
    const { repository, logger } = options;
    this.#notes = new DeliveryNotes({
      deliver: (deliveries) => repository.deliver(deliveries),
      logger,
    });
  }

  async markMessage(caller: Caller, messageId: MessageId): Promise<void> {
    const place = await this.#visiblePlace(caller, messageId);
    await this.#options.repository.markMessage({ userId: caller.userId, place });
  }

  async markConversation(caller: Caller, conversationId: ConversationId): Promise<void> {
    await this.#options.permissions.requireMember(caller, conversationId);
    const { userId } = caller;
    await this.#options.repository.markMany({ userId, conversationId, only: null });
  }

  /** Marks what a caller was just shown; for messages of a conversation they take part in. */
  async markFetched(
    caller: Caller,
    conversationId: ConversationId,
    unread: readonly MessageId[],
  ): Promise<void> {
    if (unread.length === 0) return;
    const { userId } = caller;
    await this.#options.repository.markMany({ userId, conversationId, only: unread });
  }

  async list(caller: Caller, messageId: MessageId): Promise<Receipt[]> {
    const place = await this.#visiblePlace(caller, messageId);
    const rows = await this.#options.repository.receipts(place);
    const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
    return rows.map((row) => ({
      user_id: row.user_id,
      // Who has read a message has got it, whatever way it took.
      delivered_at: time(row.delivered_at ?? row.read_at),
      read_at: time(row.read_at),
    }));
  }

  /** For conversation lists, which have decided that the person takes part. */
  unreadCounts(userId: UserId, conversationIds: readonly ConversationId[]): Promise<number[]> {
    return this.#options.repository.unreadCounts({ userId, conversationIds });
  }

  /** A published message has reached everybody who has an open socket. */
  observe(event: ReplayableEvent, audience: readonly UserId[]): void {
    if (event.type !== 'new_message') return;
    const { conversation_id: conversationId, seq, sender_id: senderId } = event.message;
    const { isOnline } = this.#options;
    const reached = audience.filter((userId) => userId !== senderId && isOnline(userId));
    if (reached.length > 0) this.#notes.add(conversationId, seq, reached);
  }

  /** Notes that everything up to `seq` has reached a person; written soon, together with others. */
  noteDelivered(userId: UserId, conversationId: ConversationId, seq: number): void {
    if (seq > 0) this.#notes.add(conversationId, seq, [userId]);
  }

  /** Resolves once every noted delivery is written. */
  settled(): Promise<void> {
    return this.#notes.settled();
  }

  async #visiblePlace(caller: Caller, messageId: MessageId): Promise<MessagePlace> {
    const place = await this.#options.repository.place(messageId);
    const { permissions } = this.#options;
    if (place === null || !(await permissions.isMember(caller.userId, place.conversation_id))) {
      throw new AppError('MESSAGE_NOT_FOUND');
    }
    return place;
  }
}
