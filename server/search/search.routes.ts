import * as contract from '#protocol/search.ts';
import { ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { SearchService } from './search.service.ts';

export function searchRoutes(search: SearchService): Route[] {
  return [
    route(contract.searchMessages, async ({ caller, query }) =>
      ok(await search.search(caller, query)),
    ),
  ];
}
