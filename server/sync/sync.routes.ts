import { sync as contract } from '#protocol/sync.ts';
import { ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { SyncService } from './sync.service.ts';

export function syncRoutes(sync: SyncService): Route[] {
  return [
    route(contract, async ({ caller, query }) =>
      ok(await sync.read(caller, query.cursor, query.limit)),
    ),
  ];
}
