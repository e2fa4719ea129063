import * as contract from '#protocol/backups.ts';
import { ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { BackupsService } from './backups.service.ts';

export function backupRoutes(backups: BackupsService): Route[] {
  return [
    route(contract.getBackups, async ({ caller }) => ok(await backups.status(caller))),
    route(contract.updateBackups, async ({ caller, origin, body }) =>
      ok(await backups.change(caller, origin, body)),
    ),
    route(contract.startBackup, async ({ caller }) => ok(await backups.begin(caller))),
  ];
}
