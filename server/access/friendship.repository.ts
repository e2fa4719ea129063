import type { UserId } from '#protocol/identifiers.ts';
import type { ReadHandle } from '../db/handles.ts';

export interface Pair {
  userId: UserId;
  otherId: UserId;
}

/** A pair in the order in which friendships are stored. */
export function ordered({ userId, otherId }: Pair): [UserId, UserId] {
  return userId < otherId ? [userId, otherId] : [otherId, userId];
}

export function areFriends(handle: ReadHandle, pair: Pair): boolean {
  const sql = 'SELECT 1 FROM friendship WHERE first_user_id = ? AND second_user_id = ?';
  return handle.value(sql, ordered(pair)) !== undefined;
}
