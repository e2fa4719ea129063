import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import { defineRepository } from '../db/repository.ts';

export interface MemberRow {
  user_id: UserId;
  role: 'member' | 'admin';
}

export interface MembershipRow {
  type: 'direct' | 'group';
  members: MemberRow[];
}

export const membershipRepository = defineRepository({
  name: 'membership',
  reads: {
    membership(handle, conversationId: ConversationId): MembershipRow | null {
      const type = handle.value<MembershipRow['type']>(
        'SELECT type FROM conversation WHERE id = ?',
        [conversationId],
      );
      if (type === undefined) return null;
      const members = handle.all<MemberRow>(
        'SELECT user_id, role FROM participant WHERE conversation_id = ?',
        [conversationId],
      );
      return { type, members };
    },
    conversationOf(handle, id: MessageId): ConversationId | null {
      return (
        handle.value<ConversationId>('SELECT conversation_id FROM message WHERE id = ?', [id]) ??
        null
      );
    },
    /** In the order of the people asked for. */
    friendsOf(handle, userIds: readonly UserId[]): UserId[][] {
      return userIds.map((userId) =>
        handle
          .all<{ id: UserId }>(
            `SELECT second_user_id AS id FROM friendship WHERE first_user_id = $user
             UNION ALL SELECT first_user_id FROM friendship WHERE second_user_id = $user`,
            { user: userId },
          )
          .map((row) => row.id),
      );
    },
  },
  writes: {},
});
