import { AppError } from '#protocol/errors.ts';
import type { ConversationId, MessageId } from '#protocol/identifiers.ts';
import type { Message, MessageDraft } from '#protocol/messages.ts';
import type { Caller, Origin } from '../access/caller.ts';
import type { Permissions } from '../access/permissions.ts';
import type { Repository } from '../db/repository.ts';
import type { ReceiptsService } from '../receipts/receipts.service.ts';
import type { TypingService } from '../typing/typing.service.ts';
import type { messagesRepository } from './messages.repository.ts';
import type { SelfDestruct } from './self-destruct.ts';
import type { SendLatency } from './send-latency.ts';

export interface MessagesOptions {
  repository: Repository<typeof messagesRepository>;
  permissions: Permissions;
  receipts: ReceiptsService;
  typing: TypingService;
  selfDestruct: SelfDestruct;
  latency: SendLatency;
}

export interface PageRequest {
  limit: number;
  offset: number;
  before_message_id?: MessageId | undefined;
  after_message_id?: MessageId | undefined;
  around_message_id?: MessageId | undefined;
  /** RFC 3339. */
  around_time?: string | undefined;
  mark_read: boolean;
}

/** Sending and reading messages. */
export class MessagesService {
  readonly #options: MessagesOptions;

  constructor(options: MessagesOptions) {
    this.#options = options;
  }

  /** Answers once the message is on disk. */
  async send(
    caller: Caller,
    conversationId: ConversationId,
    draft: MessageDraft,
    origin: Origin,
  ): Promise<{ message: Message; isNew: boolean }> {
    const { permissions, repository, typing, selfDestruct, latency } = this.#options;
    const startedAt = performance.now();
    await permissions.requireMember(caller, conversationId);
    const { userId: senderId } = caller;
    const sessionId = origin.sealed?.sessionId ?? caller.sessionId;
    const sent = await repository.send({ conversationId, senderId, sessionId, draft });
    if (!sent.isNew) return sent;
    latency.record(performance.now() - startedAt);
    await typing.stop(caller, conversationId);
    const { self_destruct_at: dueAt } = sent.message;
    if (dueAt !== null) selfDestruct.schedule(Date.parse(dueAt));
    return sent;
  }

  /**
   * As JSON, newest first. Reading brings messages to the caller, and marks them read where asked to.
   */
  async page(
    caller: Caller,
    conversationId: ConversationId,
    page: PageRequest,
  ): Promise<Uint8Array> {
    const { permissions, repository, receipts } = this.#options;
    await permissions.requireMember(caller, conversationId);
    const { json, newestSeq, unread } = await repository.page({
      conversationId,
      readerId: caller.userId,
      limit: page.limit,
      offset: page.offset,
      ...anchorOf(page),
    });
    receipts.noteDelivered(caller.userId, conversationId, newestSeq);
    if (page.mark_read) await receipts.markFetched(caller, conversationId, unread);
    return json;
  }

  /** @throws AppError MESSAGE_NOT_FOUND, FORBIDDEN, NOT_FRIENDS_SEND, MESSAGE_GONE */
  async edit(caller: Caller, messageId: MessageId, content: string): Promise<Message> {
    const { permissions, repository, selfDestruct } = this.#options;
    await permissions.requireMessage(caller, messageId);
    const isChanged = await repository.edit({ messageId, editorId: caller.userId, content });
    if (isChanged) selfDestruct.noteErased();
    return this.one(messageId);
  }

  /** Answers the tombstone. @throws AppError MESSAGE_NOT_FOUND, FORBIDDEN */
  async delete(caller: Caller, messageId: MessageId): Promise<Message> {
    const { permissions, repository, selfDestruct } = this.#options;
    await permissions.requireMessage(caller, messageId);
    const isErased = await repository.delete({ messageId, userId: caller.userId });
    if (isErased) selfDestruct.noteErased();
    return this.one(messageId);
  }

  /** For what has decided that the caller may see it. @throws AppError MESSAGE_NOT_FOUND */
  async one(id: MessageId): Promise<Message> {
    const [message] = await this.#options.repository.many([id]);
    if (message === undefined) throw new AppError('MESSAGE_NOT_FOUND');
    return message;
  }

  /** For sync, which has decided that the caller may see them. */
  many(ids: readonly MessageId[]): Promise<Message[]> {
    return this.#options.repository.many(ids);
  }

  /** For conversation lists, which have decided that the caller takes part. */
  newestOf(conversationIds: readonly ConversationId[]): Promise<Message[]> {
    return this.#options.repository.newestOf(conversationIds);
  }
}

function anchorOf(page: PageRequest) {
  const before = page.before_message_id ?? null;
  const after = page.after_message_id ?? null;
  const around = page.around_message_id ?? null;
  const aroundTime = page.around_time === undefined ? null : Date.parse(page.around_time);
  if ([before, after, around, aroundTime].filter((anchor) => anchor !== null).length > 1) {
    const names = 'before_message_id, after_message_id, around_message_id, around_time';
    throw new AppError('VALIDATION_ERROR', {
      fields: [{ path: 'query', message: `give at most one of ${names}` }],
    });
  }
  return { before, after, around, aroundTime };
}
