import type { peopleCalls } from '#ipc/people.ts';
import * as people from '#protocol/people.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

export function createPeopleHandlers(
  appController: AppController,
): Handlers<keyof typeof peopleCalls> {
  const client = () => appController.signedInClient;
  return {
    searchUsers: (query) => client().call(people.searchUsers, { query }),
    listFriends: () => appController.reads.listFriends(),
    listFriendRequests: () => appController.reads.listFriendRequests(),
    askFriend: async (body) => {
      await client().call(people.askFriend, { body });
    },
    acceptFriendRequest: async (params) => {
      await client().call(people.acceptFriendRequest, { params });
    },
    declineFriendRequest: async (params) => {
      await client().call(people.declineFriendRequest, { params });
    },
    withdrawFriendRequest: async (params) => {
      await client().call(people.withdrawFriendRequest, { params });
    },
    removeFriend: async (params) => {
      await client().call(people.removeFriend, { params });
    },
    blockUser: async (params) => {
      await client().call(people.blockUser, { params });
    },
    unblockUser: async (params) => {
      await client().call(people.unblockUser, { params });
    },
    getOnlineStatus: ({ user_ids }) => client().getOnlineStatus(user_ids),
  };
}
