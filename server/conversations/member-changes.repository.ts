import { AppError } from '#protocol/errors.ts';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import type { WriteHandle } from '../db/handles.ts';
import { announceMembership, membersOf, presentParticipant } from './members.repository.ts';
import { addNote } from './notes.repository.ts';

/**
 * Adds people to a group; who is in it already stays as they are.
 *
 * @throws AppError INVALID_PARTICIPANT_COUNT where they would be too many.
 */
export function addMembers(
  handle: WriteHandle,
  conversationId: ConversationId,
  { adderId, userIds }: { adderId: UserId; userIds: readonly UserId[] },
): void {
  const added = userIds.filter((userId) => addMember(handle, conversationId, userId));
  if (added.length === 0) return;
  if (membersOf(handle, conversationId).length > limits.groupMembersMax) {
    throw new AppError('INVALID_PARTICIPANT_COUNT', {
      detail: `A group can have at most ${String(limits.groupMembersMax)} participants`,
    });
  }
  addNote(handle, { conversationId, kind: 'added', actorId: adderId, subjectIds: added });
}

/** False for who is in the group already. */
function addMember(handle: WriteHandle, conversationId: ConversationId, userId: UserId): boolean {
  // What was written before is history to a newcomer, not unread.
  const { changes } = handle.run(
    `INSERT OR IGNORE INTO participant
       (conversation_id, user_id, role, joined_at, joined_place, read_seq, delivered_seq)
     SELECT id, $user, 'member', $now, $place, seq, seq FROM conversation WHERE id = $conversation`,
    { conversation: conversationId, user: userId, now: handle.now, place: handle.place },
  );
  const row = membersOf(handle, conversationId).find((each) => each.user_id === userId);
  if (changes === 0 || row === undefined) return false;
  const event = {
    type: 'participant_added',
    conversation_id: conversationId,
    participant: presentParticipant(row),
  } as const;
  handle.emit({ conversation_id: conversationId }, event);
  return true;
}

/** Takes somebody out of a group and tells the others and them. */
export function removeMember(
  handle: WriteHandle,
  conversationId: ConversationId,
  { userId, removerId }: { userId: UserId; removerId: UserId },
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
    removed_by: removerId,
  } as const;
  handle.emit({ conversation_id: conversationId }, event);
  handle.emit({ user_id: userId }, event);
  if (userId === removerId) addNote(handle, { conversationId, kind: 'left', actorId: userId });
  else {
    addNote(handle, {
      conversationId,
      kind: 'removed',
      actorId: removerId,
      subjectIds: [userId],
    });
  }
}

/** Leaves a group; a group is never left without an admin. */
export function leave(handle: WriteHandle, conversationId: ConversationId, userId: UserId): void {
  removeMember(handle, conversationId, { userId, removerId: userId });
  appointAdmin(handle, conversationId);
}

interface NewRole {
  userId: UserId;
  role: 'member' | 'admin';
  /** Null where the server does it. */
  setterId: UserId | null;
}

/** @throws AppError FORBIDDEN where the group would be left without an admin. */
export function setRole(
  handle: WriteHandle,
  conversationId: ConversationId,
  { userId, role, setterId }: NewRole,
): void {
  const before = handle.value<'member' | 'admin'>(
    'SELECT role FROM participant WHERE conversation_id = ? AND user_id = ?',
    [conversationId, userId],
  );
  if (before === undefined) throw new AppError('USER_NOT_FOUND');
  if (before === role) return;
  handle.run('UPDATE participant SET role = ? WHERE conversation_id = ? AND user_id = ?', [
    role,
    conversationId,
    userId,
  ]);
  if (!hasAdmin(handle, conversationId)) {
    throw new AppError('FORBIDDEN', { detail: 'A group needs at least one admin' });
  }
  announceMembership(handle, conversationId, 'conversation_updated');
  const kind = role === 'admin' ? 'made_admin' : 'made_member';
  addNote(handle, { conversationId, kind, actorId: setterId, subjectIds: [userId] });
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
  const { user_id: userId } = longestStanding;
  setRole(handle, conversationId, { userId, role: 'admin', setterId: null });
}
