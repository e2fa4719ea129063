import type { Draft, DraftBody } from '#protocol/drafts.ts';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import type { Caller } from '../access/caller.ts';
import type { Permissions } from '../access/permissions.ts';
import type { Repository } from '../db/repository.ts';
import type { draftsRepository } from './drafts.repository.ts';

export interface DraftsOptions {
  repository: Repository<typeof draftsRepository>;
  permissions: Permissions;
}

/** What people have begun to write. Nobody but themselves ever sees it. */
export class DraftsService {
  readonly #options: DraftsOptions;

  constructor(options: DraftsOptions) {
    this.#options = options;
  }

  /** Blank text without a reply removes the draft. The last one to save it is right. */
  async save(caller: Caller, conversationId: ConversationId, body: DraftBody): Promise<Draft> {
    await this.#options.permissions.requireMember(caller, conversationId);
    const replyTo = body.reply_to_message_id ?? null;
    const content = body.content.trim() === '' ? '' : body.content;
    const isEmpty = content === '' && replyTo === null;
    const timer = isEmpty ? null : (body.self_destruct_timer ?? null);
    const { userId } = caller;
    return this.#options.repository.save({ userId, conversationId, content, replyTo, timer });
  }

  list(caller: Caller): Promise<Draft[]> {
    return this.#options.repository.list(caller.userId);
  }

  /** For conversations, which somebody has just left or been removed from. */
  async memberGone(userId: UserId, conversationId: ConversationId): Promise<void> {
    const nothing = { content: '', replyTo: null, timer: null };
    await this.#options.repository.save({ userId, conversationId, ...nothing });
  }

  /** For sync: what stands in each conversation now; where nothing does, there is no entry. */
  async byConversation(userId: UserId): Promise<ReadonlyMap<ConversationId, Draft>> {
    const drafts = await this.#options.repository.list(userId);
    return new Map(drafts.map((draft) => [draft.conversation_id, draft]));
  }
}
