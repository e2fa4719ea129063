import { z } from 'zod';
import { friendRequestId, userId } from '#protocol/identifiers.ts';
import type { UserId } from '#protocol/identifiers.ts';
import type { Friend, FriendRequest, Person } from '#protocol/people.ts';
import { defineCall } from './call.ts';

const byUser = z.object({ user_id: userId });
const byRequest = z.object({ request_id: friendRequestId });

export const peopleCalls = {
  searchUsers: defineCall<Person[]>()(z.object({ query: z.string().max(64) })),
  listFriends: defineCall<Friend[]>()(z.undefined()),
  listFriendRequests: defineCall<{ incoming: FriendRequest[]; outgoing: FriendRequest[] }>()(
    z.undefined(),
  ),
  askFriend: defineCall<void>()(byUser),
  acceptFriendRequest: defineCall<void>()(byRequest),
  declineFriendRequest: defineCall<void>()(byRequest),
  withdrawFriendRequest: defineCall<void>()(byRequest),
  removeFriend: defineCall<void>()(byUser),
  blockUser: defineCall<void>()(byUser),
  unblockUser: defineCall<void>()(byUser),
  /** Answered by the server over the socket; friends and yourself only, all others false. */
  getOnlineStatus: defineCall<Record<UserId, boolean>>()(
    z.object({ user_ids: z.array(userId).max(500) }),
  ),
};
