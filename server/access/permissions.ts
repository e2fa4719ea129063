import { AppError } from '#protocol/errors.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { Caller, Origin } from './caller.ts';
import type { Membership, MembershipDirectory } from './membership.ts';

/** Who may see or do what. What is missing and what is forbidden are answered alike. */
export class Permissions {
  readonly #directory: MembershipDirectory;

  constructor(directory: MembershipDirectory) {
    this.#directory = directory;
  }

  /** @throws AppError CONVERSATION_NOT_FOUND unless the caller takes part. */
  async requireMember(caller: Caller, conversationId: ConversationId): Promise<Membership> {
    const membership = await this.#directory.find(conversationId);
    if (membership?.roles.has(caller.userId) !== true) throw new AppError('CONVERSATION_NOT_FOUND');
    return membership;
  }

  /** @throws AppError FORBIDDEN in a direct conversation. */
  async requireGroupMember(caller: Caller, conversationId: ConversationId): Promise<Membership> {
    const membership = await this.requireMember(caller, conversationId);
    if (membership.type !== 'group') {
      throw new AppError('FORBIDDEN', { detail: 'A direct conversation has no members to change' });
    }
    return membership;
  }

  /** @throws AppError FORBIDDEN unless the caller is one of the group's admins. */
  async requireGroupAdmin(caller: Caller, conversationId: ConversationId): Promise<Membership> {
    const membership = await this.requireGroupMember(caller, conversationId);
    if (membership.roles.get(caller.userId) !== 'admin') {
      throw new AppError('FORBIDDEN', { detail: 'Only admins of the group may do this' });
    }
    return membership;
  }

  /** Whether the caller takes part in the conversation of something that was found. */
  async isMember(userId: UserId, conversationId: ConversationId): Promise<boolean> {
    return (await this.#directory.find(conversationId))?.roles.has(userId) === true;
  }

  /** @throws AppError MESSAGE_NOT_FOUND unless the caller takes part where it stands. */
  async requireMessage(caller: Caller, messageId: MessageId): Promise<void> {
    const conversationId = await this.#directory.conversationOf(messageId);
    if (conversationId === null || !(await this.isMember(caller.userId, conversationId))) {
      throw new AppError('MESSAGE_NOT_FOUND');
    }
  }

  /**
   * @param isForwarded somebody who stands before the server passes the request on
   * @throws AppError unless an administrator asks, or, with no token, the server's own computer
   */
  requireHost(caller: Caller | null, { isLoopback }: Origin, isForwarded: boolean): void {
    if (caller !== null) this.requireAdmin(caller);
    else if (!isLoopback || isForwarded) throw new AppError('UNAUTHORIZED');
  }

  /** @throws AppError FORBIDDEN unless the caller administers the server. */
  requireAdmin(caller: Pick<Caller, 'isAdmin'>): void {
    if (!caller.isAdmin) {
      throw new AppError('FORBIDDEN', { detail: 'Only administrators may do this' });
    }
  }
}
