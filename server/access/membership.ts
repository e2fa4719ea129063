import type { ReplayableEvent } from '#protocol/events.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { Repository } from '../db/repository.ts';
import { LruMap } from './lru-map.ts';
import type { membershipRepository } from './membership.repository.ts';

export interface Membership {
  type: 'direct' | 'group';
  roles: Map<UserId, 'member' | 'admin'>;
}

const conversationsRemembered = 20_000;

/**
 * Who is in which conversation, kept in memory because every request asks. The log's events keep
 * it true: they pass through here in order, after their commit and before they are published.
 */
export class MembershipDirectory {
  readonly #repository: Repository<typeof membershipRepository>;
  readonly #known = new LruMap<ConversationId, Membership>(conversationsRemembered);
  /** Loads under way; an event that comes meanwhile makes their result too old to remember. */
  readonly #loading = new Map<
    ConversationId,
    { promise: Promise<Membership | null>; stale: boolean }
  >();

  constructor(repository: Repository<typeof membershipRepository>) {
    this.#repository = repository;
  }

  /** Null for a conversation that does not exist. */
  async find(conversationId: ConversationId): Promise<Membership | null> {
    const known = this.#known.get(conversationId);
    if (known !== undefined) return known;
    const underway = this.#loading.get(conversationId);
    if (underway !== undefined && !underway.stale) return underway.promise;
    return this.#load(conversationId);
  }

  /** Where a message stands; null for one that does not exist. */
  conversationOf(id: MessageId): Promise<ConversationId | null> {
    return this.#repository.conversationOf(id);
  }

  /** Those for whom an event of the conversation is meant. */
  async audience(conversationId: ConversationId): Promise<Iterable<UserId>> {
    return (await this.find(conversationId))?.roles.keys() ?? [];
  }

  /** The same without waiting; undefined where it has to be looked up. */
  knownAudience(conversationId: ConversationId): Iterable<UserId> | undefined {
    return this.#known.get(conversationId)?.roles.keys();
  }

  async friendsOf(userId: UserId): Promise<UserId[]> {
    return (await this.friendsOfEach([userId])).flat();
  }

  /** In the order of the people asked for. */
  friendsOfEach(userIds: readonly UserId[]): Promise<UserId[][]> {
    return this.#repository.friendsOf(userIds);
  }

  /** Takes in what a committed event says about membership. */
  observe(event: ReplayableEvent): void {
    switch (event.type) {
      case 'participant_added':
      case 'participant_removed':
      case 'conversation_created':
      case 'conversation_updated':
        this.#forget(event.conversation_id);
        break;
      default:
        break;
    }
  }

  #forget(conversationId: ConversationId): void {
    this.#known.delete(conversationId);
    const underway = this.#loading.get(conversationId);
    if (underway !== undefined) underway.stale = true;
  }

  async #load(conversationId: ConversationId): Promise<Membership | null> {
    const entry = { promise: this.#read(conversationId), stale: false };
    this.#loading.set(conversationId, entry);
    try {
      const membership = await entry.promise;
      if (membership !== null && !entry.stale) this.#known.set(conversationId, membership);
      return membership;
    } finally {
      if (this.#loading.get(conversationId) === entry) this.#loading.delete(conversationId);
    }
  }

  async #read(conversationId: ConversationId): Promise<Membership | null> {
    const row = await this.#repository.membership(conversationId);
    if (row === null) return null;
    return { type: row.type, roles: new Map(row.members.map((each) => [each.user_id, each.role])) };
  }
}
