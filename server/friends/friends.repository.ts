import { v7 as uuidv7 } from 'uuid';
import { AppError } from '#protocol/errors.ts';
import type { FriendRequestId, UserId } from '#protocol/identifiers.ts';
import type { Friendship } from '#protocol/people.ts';
import { presentUser } from '../accounts/present-user.ts';
import type { UserRow } from '../accounts/present-user.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';
import { areFriends, ordered } from '../access/friendship.repository.ts';
import type { Pair } from '../access/friendship.repository.ts';

export interface PersonRow extends UserRow {
  friendship: Friendship;
}

export interface FriendRow extends UserRow {
  since: number;
  last_seen_at: number | null;
}

export interface RequestRow {
  id: FriendRequestId;
  from_user_id: UserId;
  to_user_id: UserId;
  created_at: number;
}

export interface PendingRow extends UserRow {
  request_id: FriendRequestId;
  asked_at: number;
}

const userColumns = 'user.id, user.username, user.display_name, user.avatar_id, user.created_at';

function hasBlocked(handle: ReadHandle, blocker: UserId, blocked: UserId): boolean {
  const sql = 'SELECT 1 FROM block WHERE blocker_id = ? AND blocked_id = ?';
  return handle.value(sql, [blocker, blocked]) !== undefined;
}

function userById(handle: ReadHandle, id: UserId): UserRow {
  const row = handle.get<UserRow>(`SELECT ${userColumns} FROM user WHERE id = ?`, [id]);
  if (row === undefined) throw new AppError('USER_NOT_FOUND');
  return row;
}

/** Anybody but oneself. */
function otherUser(handle: ReadHandle, { userId, otherId }: Pair): UserRow {
  const row = userById(handle, otherId);
  if (otherId === userId) throw new AppError('USER_NOT_FOUND');
  return row;
}

/** Somebody whom the person can see: they exist and have not blocked the person. */
function visibleUser(handle: ReadHandle, pair: Pair): UserRow {
  const row = otherUser(handle, pair);
  if (hasBlocked(handle, pair.otherId, pair.userId)) throw new AppError('USER_NOT_FOUND');
  return row;
}

function isBot(handle: ReadHandle, id: UserId): boolean {
  return handle.value('SELECT 1 FROM bot WHERE user_id = ?', [id]) !== undefined;
}

function friendRow(handle: ReadHandle, pair: Pair): FriendRow {
  return handle.one<FriendRow>(
    `SELECT ${userColumns}, friendship.since, user.last_seen_at FROM friendship
     JOIN user ON user.id = $other
     WHERE first_user_id = $first AND second_user_id = $second`,
    { other: pair.otherId, first: ordered(pair)[0], second: ordered(pair)[1] },
  );
}

function requestBetween(handle: ReadHandle, from: UserId, to: UserId): RequestRow | undefined {
  return handle.get<RequestRow>(
    'SELECT * FROM friend_request WHERE from_user_id = ? AND to_user_id = ?',
    [from, to],
  );
}

function befriend(handle: WriteHandle, pair: Pair): FriendRow {
  deleteRequests(handle, pair);
  const [first, second] = ordered(pair);
  handle.run('INSERT INTO friendship (first_user_id, second_user_id, since) VALUES (?, ?, ?)', [
    first,
    second,
    handle.now,
  ]);
  const { userId, otherId } = pair;
  const accepted = (of: UserId) =>
    ({ type: 'friend_accepted', user: presentUser(userById(handle, of)) }) as const;
  handle.emit({ user_id: userId }, accepted(otherId));
  handle.emit({ user_id: otherId }, accepted(userId));
  return friendRow(handle, pair);
}

function deleteRequests(handle: WriteHandle, { userId, otherId }: Pair): number {
  return handle.run(
    `DELETE FROM friend_request
     WHERE (from_user_id = $a AND to_user_id = $b) OR (from_user_id = $b AND to_user_id = $a)`,
    { a: userId, b: otherId },
  ).changes;
}

function ask(handle: WriteHandle, pair: Pair): RequestRow {
  const { userId, otherId } = pair;
  const request: RequestRow = {
    id: uuidv7() as FriendRequestId,
    from_user_id: userId,
    to_user_id: otherId,
    created_at: handle.now,
  };
  handle.run(
    'INSERT INTO friend_request (id, from_user_id, to_user_id, created_at) VALUES (?, ?, ?, ?)',
    [request.id, userId, otherId, handle.now],
  );
  const created_at = new Date(handle.now).toISOString();
  const event = (direction: 'incoming' | 'outgoing', other: UserId) =>
    ({
      type: 'friend_request',
      direction,
      request: { id: request.id, user: presentUser(userById(handle, other)), created_at },
    }) as const;
  handle.emit({ user_id: otherId }, event('incoming', userId));
  handle.emit({ user_id: userId }, event('outgoing', otherId));
  return request;
}

/** Ends whatever is between two people and tells both, once. */
function separate(handle: WriteHandle, pair: Pair): boolean {
  const ended = handle.run(
    'DELETE FROM friendship WHERE first_user_id = ? AND second_user_id = ?',
    ordered(pair),
  ).changes;
  const requests = deleteRequests(handle, pair);
  if (ended + requests === 0) return false;
  const { userId, otherId } = pair;
  handle.emit({ user_id: userId }, { type: 'friend_removed', user_id: otherId });
  handle.emit({ user_id: otherId }, { type: 'friend_removed', user_id: userId });
  return true;
}

export const friendsRepository = defineRepository({
  name: 'friends',
  reads: {
    search(handle, input: { userId: UserId; prefix: string; limit: number }): PersonRow[] {
      return handle.all<PersonRow>(
        `SELECT ${userColumns},
           CASE
             WHEN EXISTS (SELECT 1 FROM block WHERE blocker_id = $me AND blocked_id = user.id) THEN 'blocked'
             WHEN EXISTS (SELECT 1 FROM friendship
               WHERE first_user_id = min($me, user.id) AND second_user_id = max($me, user.id)) THEN 'friends'
             WHEN EXISTS (SELECT 1 FROM friend_request WHERE from_user_id = user.id AND to_user_id = $me) THEN 'incoming'
             WHEN EXISTS (SELECT 1 FROM friend_request WHERE from_user_id = $me AND to_user_id = user.id) THEN 'outgoing'
             ELSE 'none'
           END AS friendship
         FROM user
         WHERE id IN (
             SELECT id FROM user WHERE username >= $prefix AND username < $beyond
             UNION SELECT id FROM user WHERE display_name_key >= $prefix AND display_name_key < $beyond)
           AND id <> $me AND disabled_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM block WHERE blocker_id = user.id AND blocked_id = $me)
         ORDER BY username LIMIT $limit`,
        {
          me: input.userId,
          prefix: input.prefix,
          beyond: `${input.prefix}\u{10FFFF}`,
          limit: input.limit,
        },
      );
    },
    friends(handle, userId: UserId): FriendRow[] {
      return handle.all<FriendRow>(
        `SELECT ${userColumns}, f.since, user.last_seen_at FROM (
           SELECT second_user_id AS friend_id, since FROM friendship WHERE first_user_id = $me
           UNION ALL SELECT first_user_id, since FROM friendship WHERE second_user_id = $me) AS f
         JOIN user ON user.id = f.friend_id ORDER BY user.username`,
        { me: userId },
      );
    },
    requests(handle, userId: UserId): { incoming: PendingRow[]; outgoing: PendingRow[] } {
      const pending = (mine: string, theirs: string) =>
        handle.all<PendingRow>(
          `SELECT ${userColumns}, r.id AS request_id, r.created_at AS asked_at
           FROM friend_request AS r JOIN user ON user.id = r.${theirs}
           WHERE r.${mine} = ? ORDER BY r.created_at DESC`,
          [userId],
        );
      return {
        incoming: pending('to_user_id', 'from_user_id'),
        outgoing: pending('from_user_id', 'to_user_id'),
      };
    },
    idOf(handle, username: string): UserId | null {
      return handle.value<UserId>('SELECT id FROM user WHERE username = ?', [username]) ?? null;
    },
  },
  writes: {
    /** Asks; or accepts, when the other has asked already, or is a bot, which has nobody to answer. */
    ask(handle, pair: Pair): { friend: FriendRow } | { request: RequestRow; user: UserRow } {
      const user = visibleUser(handle, pair);
      if (areFriends(handle, pair)) throw new AppError('ALREADY_FRIENDS');
      // Who asks somebody they had blocked wants the block gone.
      handle.run('DELETE FROM block WHERE blocker_id = ? AND blocked_id = ?', [
        pair.userId,
        pair.otherId,
      ]);
      const isAnswered = requestBetween(handle, pair.otherId, pair.userId) !== undefined;
      if (isAnswered || isBot(handle, pair.otherId)) return { friend: befriend(handle, pair) };
      const earlier = requestBetween(handle, pair.userId, pair.otherId);
      return { request: earlier ?? ask(handle, pair), user };
    },
    accept(handle, input: { userId: UserId; requestId: FriendRequestId }): FriendRow {
      const request = handle.get<RequestRow>(
        'SELECT * FROM friend_request WHERE id = ? AND to_user_id = ?',
        [input.requestId, input.userId],
      );
      if (request === undefined) throw new AppError('FRIEND_REQUEST_NOT_FOUND');
      return befriend(handle, { userId: input.userId, otherId: request.from_user_id });
    },
    /** Ends a request: the one who was asked declines it, the one who asked withdraws it. */
    endRequest(
      handle,
      input: { userId: UserId; requestId: FriendRequestId; as: 'asked' | 'asker' },
    ): void {
      const request = handle.get<RequestRow>('SELECT * FROM friend_request WHERE id = ?', [
        input.requestId,
      ]);
      const mine = input.as === 'asked' ? request?.to_user_id : request?.from_user_id;
      if (request === undefined || mine !== input.userId) {
        throw new AppError('FRIEND_REQUEST_NOT_FOUND');
      }
      const otherId = input.as === 'asked' ? request.from_user_id : request.to_user_id;
      separate(handle, { userId: input.userId, otherId });
    },
    remove(handle, pair: Pair): void {
      if (!areFriends(handle, pair)) throw new AppError('USER_NOT_FOUND');
      separate(handle, pair);
    },
    /** Whoever has blocked one may be blocked in turn: an error here would tell of their block. */
    block(handle, pair: Pair): void {
      otherUser(handle, pair);
      separate(handle, pair);
      handle.run(
        'INSERT OR IGNORE INTO block (blocker_id, blocked_id, created_at) VALUES (?, ?, ?)',
        [pair.userId, pair.otherId, handle.now],
      );
    },
    unblock(handle, pair: Pair): void {
      otherUser(handle, pair);
      handle.run('DELETE FROM block WHERE blocker_id = ? AND blocked_id = ?', [
        pair.userId,
        pair.otherId,
      ]);
    },
  },
});
