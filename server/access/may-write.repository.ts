import { AppError } from '#protocol/errors.ts';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import type { ReadHandle } from '../db/handles.ts';
import { areFriends } from './friendship.repository.ts';

export interface Writer {
  userId: UserId;
  conversationId: ConversationId;
}

/**
 * Looked at again inside the transaction: what was true when the request came may no longer be.
 * @throws AppError `hidden` unless they take part; NOT_FRIENDS_SEND in a direct conversation of two
 * who are no friends
 */
export function requireMayWrite(
  handle: ReadHandle,
  { userId, conversationId }: Writer,
  hidden: 'CONVERSATION_NOT_FOUND' | 'MESSAGE_NOT_FOUND',
): void {
  const conversation = handle.get<{ type: string; other_id: UserId | null }>(
    `SELECT conversation.type, (SELECT user_id FROM participant AS other
       WHERE other.conversation_id = conversation.id AND other.user_id <> $user
         AND conversation.type = 'direct') AS other_id
     FROM conversation JOIN participant ON participant.conversation_id = conversation.id
     WHERE conversation.id = $conversation AND participant.user_id = $user`,
    { conversation: conversationId, user: userId },
  );
  if (conversation === undefined) throw new AppError(hidden);
  const { type, other_id: otherId } = conversation;
  if (type === 'direct' && (otherId === null || !areFriends(handle, { userId, otherId }))) {
    throw new AppError('NOT_FRIENDS_SEND');
  }
}

/** The role of somebody in a group, looked at inside the transaction; null for who is not in it. */
export function groupRole(
  handle: ReadHandle,
  { userId, conversationId }: Writer,
): 'member' | 'admin' | null {
  return (
    handle.value<'member' | 'admin'>(
      `SELECT role FROM participant JOIN conversation ON conversation.id = conversation_id
       WHERE conversation_id = ? AND user_id = ? AND type = 'group'`,
      [conversationId, userId],
    ) ?? null
  );
}
