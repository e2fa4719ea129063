import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { defineReplayableEvent } from './event.ts';
import { friendRequestId, timestamp, userId } from './identifiers.ts';
import { limits } from './limits.ts';
import { user, username } from './accounts.ts';
import { acknowledgement } from './acknowledgement.ts';

export const friendship = z.enum(['none', 'incoming', 'outgoing', 'friends', 'blocked']);
export type Friendship = z.infer<typeof friendship>;

export const person = user.extend({ friendship });
export type Person = z.infer<typeof person>;

export const friend = z.object({
  user,
  since: timestamp,
  online: z.boolean(),
  last_seen_at: timestamp.nullable(),
});
export type Friend = z.infer<typeof friend>;

export const friendRequest = z.object({ id: friendRequestId, user, created_at: timestamp });
export type FriendRequest = z.infer<typeof friendRequest>;

const byRequest = z.object({ request_id: friendRequestId });
const byUser = z.object({ user_id: userId });

export const searchUsers = defineEndpoint({
  method: 'GET',
  path: '/api/v1/users',
  summary: 'Find people whose username or display name starts with the query',
  tag: 'people',
  access: 'user',
  scope: 'people:read',
  query: z.object({
    query: z.string().max(limits.displayNameMaxCharacters).default(''),
    limit: z.int().min(1).max(limits.userSearchPageMax).default(limits.userSearchPageDefault),
  }),
  answers: { 200: z.array(person) },
});

export const listFriends = defineEndpoint({
  method: 'GET',
  path: '/api/v1/friends',
  summary: 'List your friends',
  tag: 'people',
  access: 'user',
  scope: 'people:read',
  answers: { 200: z.array(friend) },
});

export const listFriendRequests = defineEndpoint({
  method: 'GET',
  path: '/api/v1/friends/requests',
  summary: 'List friend requests that wait for an answer',
  tag: 'people',
  access: 'user',
  answers: {
    200: z.object({ incoming: z.array(friendRequest), outgoing: z.array(friendRequest) }),
  },
});

export const askFriend = defineEndpoint({
  method: 'POST',
  path: '/api/v1/friends/requests',
  summary: 'Ask somebody to be friends; asking somebody who has asked you makes you friends',
  tag: 'people',
  access: 'user',
  body: z.union([z.object({ user_id: userId }), z.object({ username })]),
  answers: { 201: friendRequest, 200: friend },
  errors: ['USER_NOT_FOUND', 'ALREADY_FRIENDS'],
});

export const acceptFriendRequest = defineEndpoint({
  method: 'POST',
  path: '/api/v1/friends/requests/{request_id}/accept',
  summary: 'Accept a friend request',
  tag: 'people',
  access: 'user',
  params: byRequest,
  answers: { 200: friend },
  errors: ['FRIEND_REQUEST_NOT_FOUND'],
});

export const declineFriendRequest = defineEndpoint({
  method: 'POST',
  path: '/api/v1/friends/requests/{request_id}/decline',
  summary: 'Decline a friend request',
  tag: 'people',
  access: 'user',
  params: byRequest,
  answers: { 200: acknowledgement },
  errors: ['FRIEND_REQUEST_NOT_FOUND'],
});

export const withdrawFriendRequest = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/friends/requests/{request_id}',
  summary: 'Withdraw a friend request of your own',
  tag: 'people',
  access: 'user',
  params: byRequest,
  answers: { 200: acknowledgement },
  errors: ['FRIEND_REQUEST_NOT_FOUND'],
});

export const removeFriend = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/friends/{user_id}',
  summary: 'End a friendship; the direct conversation stays readable',
  tag: 'people',
  access: 'user',
  params: byUser,
  answers: { 200: acknowledgement },
  errors: ['USER_NOT_FOUND'],
});

export const blockUser = defineEndpoint({
  method: 'PUT',
  path: '/api/v1/users/{user_id}/block',
  summary: 'Block somebody: they cannot find, ask or message you, or see you online',
  tag: 'people',
  access: 'user',
  params: byUser,
  answers: { 200: acknowledgement },
  errors: ['USER_NOT_FOUND'],
});

export const unblockUser = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/users/{user_id}/block',
  summary: 'Lift a block',
  tag: 'people',
  access: 'user',
  params: byUser,
  answers: { 200: acknowledgement },
  errors: ['USER_NOT_FOUND'],
});

export const friendRequestReceived = defineReplayableEvent('friend_request', {
  request: friendRequest,
  direction: z.enum(['incoming', 'outgoing']),
});
export const friendAccepted = defineReplayableEvent('friend_accepted', { user });
/** A friendship or a request between the two has ended. */
export const friendRemoved = defineReplayableEvent('friend_removed', { user_id: userId });
