import * as contract from '#protocol/reactions.ts';
import { ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { ReactionsService } from './reactions.service.ts';

export function reactionRoutes(reactions: ReactionsService): Route[] {
  return [
    route(contract.addReaction, async ({ caller, params }) =>
      ok(await reactions.add(caller, params.message_id, params.emoji)),
    ),
    route(contract.removeReaction, async ({ caller, params }) =>
      ok(await reactions.remove(caller, params.message_id, params.emoji)),
    ),
  ];
}
