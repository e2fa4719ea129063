import * as contract from '#protocol/watching.ts';
import { ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { ConditionService } from './condition.service.ts';
import type { MetricsService } from './metrics.service.ts';

export function watchingRoutes(condition: ConditionService, metrics: MetricsService): Route[] {
  return [
    route(contract.getCondition, async ({ caller }) => ok(await condition.condition(caller))),
    route(contract.getMetrics, async ({ caller, origin, headers }) => {
      const isForwarded = headers.forwarded !== undefined || 'x-forwarded-for' in headers;
      const text = await metrics.text(caller, origin, isForwarded);
      return {
        status: 200 as const,
        body: { length: text.length, read: () => onePiece(text) },
        headers: { 'Content-Type': contract.metricsMediaType, 'Cache-Control': 'no-store' },
      };
    }),
  ];
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
