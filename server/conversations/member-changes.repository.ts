import { AppError } from '#protocol/errors.ts';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import type { WriteHandle } from '../db/handles.ts';
import { announceMembership, membersOf, presentParticipant } from './members.repository.ts';

/** Adds people to a group; who is in it already stays as they are. */
export function addMembers(
  handle: WriteHandle,
  conversationId: ConversationId,
  userIds: readonly UserId[],
): void {
  for (const userId of userIds) {
    // What was written before is history to a newcomer, not unread.
    const { changes } = handle.run(
      `INSERT OR IGNORE INTO participant
         (conversation_id, user_id, role, joined_at, joined_place, read_seq, delivered_seq)
       SELECT id, $user, 'member', $now, $place, seq, seq FROM conversation WHERE id = $conversation`,
      { conversation: conversationId, user: userId, now: handle.now, place: handle.place },
    );
    const row = membersOf(handle, conversationId).find((each) => each.user_id === userId);
    if (changes === 0 || row === undefined) continue;
    const event = {
      type: 'participant_added',
      conversation_id: conversationId,
      participant: presentParticipant(row),
    } as const;
    handle.emit({ conversation_id: conversationId }, event);
  }
}

/** Takes somebody out of a group and tells the others and them. */
export function removeMember(
  handle: WriteHandle,
  conversationId: ConversationId,
  userId: UserId,
): void {
  const { changes } = handle.run(
    'DELETE FROM participant WHERE conversation_id = ? AND user_id = ?',
    [conversationId, userId],
  );
  if (changes === 0) throw new AppError('USER_NOT_FOUND');
  for (const table of ['read_mark', 'delivery_mark']) {
    handle.run(`DELETE FROM ${table} WHERE conversation_id = ? AND user_id = ?`, [
      conversationId,
      userId,
    ]);
  }
  const event = {
    type: 'participant_removed',
    conversation_id: conversationId,
    user_id: userId,
  } as const;
  handle.emit({ conversation_id: conversationId }, event);
  handle.emit({ user_id: userId }, event);
}

/** Leaves a group; a group is never left without an admin. */
export function leave(handle: WriteHandle, conversationId: ConversationId, userId: UserId): void {
  removeMember(handle, conversationId, userId);
  appointAdmin(handle, conversationId);
}

/** @throws AppError FORBIDDEN where the group would be left without an admin. */
export function setRole(
  handle: WriteHandle,
  conversationId: ConversationId,
  userId: UserId,
  role: 'member' | 'admin',
): void {
  const { changes } = handle.run(
    'UPDATE participant SET role = ? WHERE conversation_id = ? AND user_id = ?',
    [role, conversationId, userId],
  );
  if (changes === 0) throw new AppError('USER_NOT_FOUND');
  if (!hasAdmin(handle, conversationId)) {
    throw new AppError('FORBIDDEN', { detail: 'A group needs at least one admin' });
  }
  announceMembership(handle, conversationId, 'conversation_updated');
}

function hasAdmin(handle: WriteHandle, conversationId: ConversationId): boolean {
  return (
    handle.value(`SELECT 1 FROM participant WHERE conversation_id = ? AND role = 'admin'`, [
      conversationId,
    ]) !== undefined
  );
}

/** The role passes to the member who has been in the group longest. */
function appointAdmin(handle: WriteHandle, conversationId: ConversationId): void {
  const [longestStanding] = membersOf(handle, conversationId);
  if (longestStanding === undefined || hasAdmin(handle, conversationId)) return;
  setRole(handle, conversationId, longestStanding.user_id, 'admin');
}
