import * as contract from '#protocol/people.ts';
import { created, ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { FriendsService } from './friends.service.ts';

export function friendRoutes(friends: FriendsService): Route[] {
  return [
    route(contract.searchUsers, async ({ caller, query }) =>
      ok(await friends.search(caller, query.query, query.limit)),
    ),
    route(contract.listFriends, async ({ caller }) => ok(await friends.list(caller))),
    route(contract.listFriendRequests, async ({ caller }) => ok(await friends.requests(caller))),
    route(contract.askFriend, async ({ caller, body }) => {
      const outcome = await friends.ask(caller, body);
      return 'friend' in outcome ? ok(outcome.friend) : created(outcome.request);
    }),
    route(contract.acceptFriendRequest, async ({ caller, params }) =>
      ok(await friends.accept(caller, params.request_id)),
    ),
    route(contract.declineFriendRequest, async ({ caller, params }) => {
      await friends.decline(caller, params.request_id);
      return ok({ message: 'Friend request declined' });
    }),
    route(contract.withdrawFriendRequest, async ({ caller, params }) => {
      await friends.withdraw(caller, params.request_id);
      return ok({ message: 'Friend request withdrawn' });
    }),
    route(contract.removeFriend, async ({ caller, params }) => {
      await friends.remove(caller, params.user_id);
      return ok({ message: 'Friend removed' });
    }),
    route(contract.blockUser, async ({ caller, params }) => {
      await friends.block(caller, params.user_id);
      return ok({ message: 'Blocked' });
    }),
    route(contract.unblockUser, async ({ caller, params }) => {
      await friends.unblock(caller, params.user_id);
      return ok({ message: 'Unblocked' });
    }),
  ];
}
