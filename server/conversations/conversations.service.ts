import type { Conversation } from '#protocol/conversations.ts';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentId, ConversationId, UserId } from '#protocol/identifiers.ts';
import type { Caller } from '../access/caller.ts';
import type { Permissions } from '../access/permissions.ts';
import { pictureAddress } from '../access/picture-address.ts';
import type { Repository } from '../db/repository.ts';
import type { DraftsService } from '../messages/drafts.service.ts';
import type { MessagesService } from '../messages/messages.service.ts';
import type { ReceiptsService } from '../receipts/receipts.service.ts';
import type { conversationsRepository, OwnConversation } from './conversations.repository.ts';
import { presentParticipant } from './members.repository.ts';

export interface ConversationsOptions {
  repository: Repository<typeof conversationsRepository>;
  permissions: Permissions;
  messages: MessagesService;
  drafts: DraftsService;
  receipts: ReceiptsService;
}

export interface ConversationDraft {
  participant_ids: readonly UserId[];
  conversation_type: 'direct' | 'group';
  name?: string | null | undefined;
}

export interface ConversationChanges {
  name?: string | undefined;
  avatar_id?: AttachmentId | null | undefined;
  is_archived?: boolean | undefined;
  muted_until?: string | null | undefined;
}

/** Conversations and who is in them. */
export class ConversationsService {
  readonly #options: ConversationsOptions;

  constructor(options: ConversationsOptions) {
    this.#options = options;
  }

  async create(
    caller: Caller,
    draft: ConversationDraft,
  ): Promise<{ conversation: Conversation; isNew: boolean }> {
    const { participant_ids, conversation_type: type } = draft;
    const otherIds = [...new Set(participant_ids)].filter((id) => id !== caller.userId);
    if (type === 'direct' && otherIds.length !== 1) throw new AppError('INVALID_PARTICIPANT_COUNT');
    if (otherIds.length === 0) {
      throw new AppError('INVALID_PARTICIPANT_COUNT', {
        detail: 'Group conversations must have at least 2 participants',
      });
    }
    const { found, isNew } = await this.#options.repository.create({
      creatorId: caller.userId,
      otherIds,
      type,
      name: type === 'group' ? (draft.name?.trim() ?? null) : null,
    });
    const [conversation] = await this.#present(caller, [found]);
    if (conversation === undefined) throw new Error('the new conversation is not there');
    return { conversation, isNew };
  }

  async list(
    caller: Caller,
    page: { archived: boolean; limit: number; offset: number },
  ): Promise<Conversation[]> {
    const rows = await this.#options.repository.list({ userId: caller.userId, ...page });
    return this.#present(caller, rows);
  }

  async get(caller: Caller, conversationId: ConversationId): Promise<Conversation> {
    await this.#options.permissions.requireMember(caller, conversationId);
    const { userId } = caller;
    const row = await this.#options.repository.one({ userId, conversationId });
    const [conversation] = await this.#present(caller, [row]);
    if (conversation === undefined) throw new AppError('CONVERSATION_NOT_FOUND');
    return conversation;
  }

  async update(
    caller: Caller,
    conversationId: ConversationId,
    changes: ConversationChanges,
  ): Promise<Conversation> {
    const { permissions, repository } = this.#options;
    await permissions.requireMember(caller, conversationId);
    const { userId } = caller;
    const { name, avatar_id: avatarId } = changes;
    if (name !== undefined || avatarId !== undefined) {
      await permissions.requireGroupAdmin(caller, conversationId);
      await repository.change({ userId, conversationId, name: name?.trim(), avatarId });
    }
    if (changes.is_archived !== undefined || changes.muted_until !== undefined) {
      const muted = changes.muted_until;
      await repository.configure({
        userId,
        conversationId,
        isArchived: changes.is_archived,
        mutedUntil: typeof muted === 'string' ? Date.parse(muted) : muted,
      });
    }
    return this.get(caller, conversationId);
  }

  async addParticipants(
    caller: Caller,
    conversationId: ConversationId,
    userIds: readonly UserId[],
  ): Promise<Conversation> {
    await this.#options.permissions.requireGroupAdmin(caller, conversationId);
    const others = userIds.filter((id) => id !== caller.userId);
    await this.#options.repository.addMembers({
      adderId: caller.userId,
      conversationId,
      userIds: others,
    });
    return this.get(caller, conversationId);
  }

  async removeParticipant(
    caller: Caller,
    conversationId: ConversationId,
    userId: UserId,
  ): Promise<Conversation> {
    await this.#options.permissions.requireGroupAdmin(caller, conversationId);
    if (userId === caller.userId) {
      throw new AppError('FORBIDDEN', { detail: 'To go yourself, leave the group' });
    }
    await this.#options.repository.removeMember({
      conversationId,
      userId,
      removerId: caller.userId,
    });
    await this.#options.drafts.memberGone(userId, conversationId);
    return this.get(caller, conversationId);
  }

  async setRole(
    caller: Caller,
    conversationId: ConversationId,
    userId: UserId,
    role: 'member' | 'admin',
  ): Promise<Conversation> {
    await this.#options.permissions.requireGroupAdmin(caller, conversationId);
    await this.#options.repository.setRole({
      conversationId,
      userId,
      role,
      setterId: caller.userId,
    });
    return this.get(caller, conversationId);
  }

  async leave(caller: Caller, conversationId: ConversationId): Promise<void> {
    await this.#options.permissions.requireGroupMember(caller, conversationId);
    await this.#options.repository.leave({ conversationId, userId: caller.userId });
    await this.#options.drafts.memberGone(caller.userId, conversationId);
  }

  async #present(caller: Caller, rows: readonly OwnConversation[]): Promise<Conversation[]> {
    const ids = rows.map((row) => row.conversation.id);
    const [newest, unread] = await Promise.all([
      this.#options.messages.newestOf(ids),
      this.#options.receipts.unreadCounts(caller.userId, ids),
    ]);
    const newestById = new Map(newest.map((message) => [message.conversation_id, message]));
    return rows.map(({ conversation, participants }, index) => ({
      id: conversation.id,
      conversation_type: conversation.type,
      name: conversation.name,
      avatar_url: pictureAddress(conversation.avatar_id),
      created_at: new Date(conversation.created_at).toISOString(),
      last_message_at: new Date(conversation.last_message_at).toISOString(),
      seq: conversation.seq,
      first_seq: conversation.first_seq,
      keep_days: conversation.keep_days,
      is_archived: conversation.is_archived === 1,
      muted_until:
        conversation.muted_until === null ? null : new Date(conversation.muted_until).toISOString(),
      participants: participants.map(presentParticipant),
      last_message: newestById.get(conversation.id) ?? null,
      unread_count: unread[index] ?? 0,
    }));
  }
}
