import * as adminContract from '#protocol/admin.ts';
import * as serverContract from '#protocol/server.ts';
import { created, ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { AdminService } from './admin.service.ts';

export function adminRoutes(admin: AdminService): Route[] {
  return [
    route(serverContract.getServer, () => Promise.resolve(ok(admin.information()))),
    route(serverContract.getHealth, async () => {
      await admin.requireHealthy();
      return ok({ status: 'ok' as const });
    }),
    route(serverContract.createInvite, async ({ caller, body }) =>
      created(await admin.createInvite(caller, body)),
    ),
    route(serverContract.listInvites, async ({ caller }) => ok(await admin.listInvites(caller))),
    route(serverContract.revokeInvite, async ({ caller, params }) => {
      await admin.revokeInvite(caller, params.code);
      return ok({ message: 'Invite revoked' });
    }),
    route(adminContract.listManagedUsers, async ({ caller }) => ok(await admin.listUsers(caller))),
    route(adminContract.updateManagedUser, async ({ caller, params, body }) =>
      ok(await admin.setDisabled(caller, params.user_id, body.disabled)),
    ),
    route(adminContract.getStatistics, async ({ caller }) => ok(await admin.statistics(caller))),
  ];
}
