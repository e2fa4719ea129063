import type { Participant } from '#protocol/conversations.ts';
import type { AttachmentId, ConversationId, UserId } from '#protocol/identifiers.ts';
import { pictureAddress } from '../access/picture-address.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';

export interface ParticipantRow {
  user_id: UserId;
  username: string;
  display_name: string;
  avatar_id: AttachmentId | null;
  role: 'member' | 'admin';
  joined_at: number;
}

/** In the order of joining. */
export function membersOf(handle: ReadHandle, conversationId: ConversationId): ParticipantRow[] {
  return handle.all<ParticipantRow>(
    `SELECT participant.user_id, user.username, user.display_name, user.avatar_id,
       participant.role, participant.joined_at
     FROM participant JOIN user ON user.id = participant.user_id
     WHERE conversation_id = ? ORDER BY participant.joined_at, user.username`,
    [conversationId],
  );
}

export function presentParticipant(row: ParticipantRow): Participant {
  return {
    user_id: row.user_id,
    username: row.username,
    display_name: row.display_name,
    avatar_url: pictureAddress(row.avatar_id),
    role: row.role,
    joined_at: new Date(row.joined_at).toISOString(),
  };
}

/** Tells every member what the conversation now is. */
export function announceMembership(
  handle: WriteHandle,
  conversationId: ConversationId,
  type: 'conversation_created' | 'conversation_updated',
): void {
  const row = handle.get<{
    type: 'direct' | 'group';
    name: string | null;
    avatar_id: AttachmentId | null;
  }>('SELECT type, name, avatar_id FROM conversation WHERE id = ?', [conversationId]);
  if (row === undefined) return;
  handle.emit(
    { conversation_id: conversationId },
    {
      type,
      conversation_id: conversationId,
      conversation_type: row.type,
      name: row.name,
      avatar_url: pictureAddress(row.avatar_id),
      participants: membersOf(handle, conversationId).map(presentParticipant),
    },
  );
}
