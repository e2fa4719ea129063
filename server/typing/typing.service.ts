import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import type { Caller } from '../access/caller.ts';
import type { MembershipDirectory } from '../access/membership.ts';
import type { Permissions } from '../access/permissions.ts';
import type { Hub } from '../ws/hub.ts';

export interface TypingOptions {
  hub: Hub;
  directory: MembershipDirectory;
  permissions: Permissions;
}

/** Who is typing where. It expires by itself when nothing more is heard. */
export class TypingService {
  readonly #options: TypingOptions;
  readonly #expiries = new Map<string, NodeJS.Timeout>();

  constructor(options: TypingOptions) {
    this.#options = options;
  }

  async set(caller: Caller, conversationId: ConversationId, isTyping: boolean): Promise<void> {
    await this.#options.permissions.requireMember(caller, conversationId);
    if (!isTyping) return this.stop(caller, conversationId);
    if (!(await this.#mayBeSeen(caller, conversationId))) return;
    this.#expectExpiry(caller, conversationId);
    await this.#publish(caller, conversationId, true);
  }

  /** Says that a member types no longer, if they did. */
  async stop(caller: Caller, conversationId: ConversationId): Promise<void> {
    const key = keyOf(caller.userId, conversationId);
    const expiry = this.#expiries.get(key);
    if (expiry === undefined) return;
    clearTimeout(expiry);
    this.#expiries.delete(key);
    await this.#publish(caller, conversationId, false);
  }

  /** Forgets all timers, at the server's end. */
  close(): void {
    for (const expiry of this.#expiries.values()) clearTimeout(expiry);
    this.#expiries.clear();
  }

  /** Who may not write to somebody may not be seen writing either. */
  async #mayBeSeen(caller: Caller, conversationId: ConversationId): Promise<boolean> {
    const { directory } = this.#options;
    const membership = await directory.find(conversationId);
    if (membership?.type !== 'direct') return true;
    const friends = await directory.friendsOf(caller.userId);
    return friends.some((friend) => membership.roles.has(friend));
  }

  #expectExpiry(caller: Caller, conversationId: ConversationId): void {
    const key = keyOf(caller.userId, conversationId);
    clearTimeout(this.#expiries.get(key));
    this.#expiries.set(
      key,
      setTimeout(() => void this.stop(caller, conversationId), limits.typingExpiresAfterMs),
    );
  }

  async #publish(caller: Caller, conversationId: ConversationId, isTyping: boolean): Promise<void> {
    const { hub, directory } = this.#options;
    const audience = [...(await directory.audience(conversationId))];
    hub.publish(
      // Never to the typist's own devices.
      audience.filter((userId) => userId !== caller.userId),
      {
        type: 'user_typing',
        conversation_id: conversationId,
        user_id: caller.userId,
        username: caller.username,
        is_typing: isTyping,
        timestamp: new Date().toISOString(),
      },
    );
  }
}

function keyOf(userId: UserId, conversationId: ConversationId): string {
  return `${userId} ${conversationId}`;
}
