import * as contract from '#protocol/move.ts';
import { ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { MoveService } from './move.service.ts';

const headers = { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' };

export function moveRoutes(move: MoveService): Route[] {
  return [
    route(contract.getMove, async ({ caller }) => ok(move.status(caller))),
    route(contract.offerMove, async ({ caller, origin }) => ok(await move.offer(caller, origin))),
    route(contract.withdrawMove, async ({ caller }) => ok(await move.withdraw(caller))),
    route(contract.joinMove, async ({ origin, body }) => ok(move.join(origin, body))),
    route(contract.copyMove, async ({ origin, body }) =>
      ok(await move.content(origin, body.is_last)),
    ),
    route(contract.confirmMoveCopy, async ({ origin }) => {
      move.copied(origin);
      return ok({ message: 'Noted' });
    }),
    route(contract.awaitMoveChange, async ({ origin, query }) =>
      ok(await move.change(origin, query.after)),
    ),
    route(contract.endStandby, async ({ origin }) => {
      await move.endStandby(origin);
      return ok({ message: 'Nobody stands by any more' });
    }),
    route(contract.fetchMoveDatabase, async ({ origin, query }) => {
      const piece = await move.databasePiece(origin, query.first);
      return { status: 200 as const, body: piece, headers };
    }),
    route(contract.fetchMoveFile, async ({ origin, params, query }) => {
      const piece = await move.filePiece(origin, params.name, query.first);
      return { status: 200 as const, body: piece, headers };
    }),
    route(contract.completeMove, async ({ origin, body }) => {
      await move.complete(origin, body);
      return ok({ message: 'The server has moved' });
    }),
    route(contract.giveUpMove, async ({ origin }) => {
      await move.giveUp(origin);
      return ok({ message: 'The server stays here' });
    }),
  ];
}
