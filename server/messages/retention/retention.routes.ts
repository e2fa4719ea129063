import * as contract from '#protocol/retention.ts';
import { ok, route } from '../../http/route.ts';
import type { Route } from '../../http/route.ts';
import type { RetentionService } from './retention.service.ts';

export function retentionRoutes(retention: RetentionService): Route[] {
  return [
    route(contract.getRetention, async ({ caller }) => ok(await retention.rules(caller))),
    route(contract.previewRetention, async ({ caller, body }) =>
      ok({ messages: await retention.preview(caller, body) }),
    ),
    route(contract.updateRetention, async ({ caller, body: { is_confirmed, ...rule } }) =>
      ok(await retention.change(caller, rule, is_confirmed)),
    ),
  ];
}
