import * as contract from '#protocol/accounts.ts';
import { created, ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { AccountsService } from './accounts.service.ts';

export function accountRoutes(accounts: AccountsService): Route[] {
  return [
    route(contract.register, async ({ body, origin }) =>
      created(await accounts.register(body, origin)),
    ),
    route(contract.login, async ({ body, origin }) => ok(await accounts.login(body, origin))),
    route(contract.refresh, async ({ body, origin }) =>
      ok(await accounts.refresh(body.refresh_token, origin)),
    ),
    route(contract.logout, async ({ caller }) => {
      await accounts.logout(caller);
      return ok({ message: 'Signed out' });
    }),
    route(contract.getOwnAccount, async ({ caller }) => ok(await accounts.ownAccount(caller))),
    route(contract.updateOwnAccount, async ({ caller, body }) =>
      ok(await accounts.update(caller, body)),
    ),
    route(contract.changePassword, async ({ caller, body }) => {
      await accounts.changePassword(caller, body.current_password, body.new_password);
      return ok({ message: 'Password changed' });
    }),
    route(contract.listSessions, async ({ caller }) => ok(await accounts.listSessions(caller))),
    route(contract.endSession, async ({ caller, params }) => {
      await accounts.endSession(caller, params.session_id);
      return ok({ message: 'Session ended' });
    }),
  ];
}
