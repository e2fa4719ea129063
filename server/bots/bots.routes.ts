import * as contract from '#protocol/bots.ts';
import { created, ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { BotsService } from './bots.service.ts';

export function botRoutes(bots: BotsService): Route[] {
  return [
    route(contract.createBot, async ({ caller, body }) => created(await bots.create(caller, body))),
    route(contract.listBots, async ({ caller }) => ok(await bots.list(caller))),
    route(contract.revokeBot, async ({ caller, params }) =>
      ok(await bots.revoke(caller, params.user_id)),
    ),
  ];
}
