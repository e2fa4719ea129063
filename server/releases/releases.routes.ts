import * as contract from '#protocol/releases.ts';
import { ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { ReleasesService } from './releases.service.ts';

const headers = { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' };

export function releaseRoutes(releases: ReleasesService): Route[] {
  return [
    route(contract.getRelease, async () => ok({ release: await releases.offered() })),
    route(contract.downloadReleaseFile, async ({ params, query, answerMaxBytes }) => {
      const piece = await releases.piece(params.name, query.first, answerMaxBytes);
      return { status: 200 as const, body: piece, headers };
    }),
  ];
}
