import * as contract from '#protocol/drafts.ts';
import { ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { DraftsService } from './drafts.service.ts';

export function draftRoutes(drafts: DraftsService): Route[] {
  return [
    route(contract.saveDraft, async ({ caller, params, body }) =>
      ok(await drafts.save(caller, params.conversation_id, body)),
    ),
    route(contract.listDrafts, async ({ caller }) => ok(await drafts.list(caller))),
  ];
}
