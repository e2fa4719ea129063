import type { ManagedUser } from '#protocol/admin.ts';
import type { Retention } from '#protocol/retention.ts';
import { operator } from '../access/operator.ts';
import type { AccountsService } from '../accounts/accounts.service.ts';
import type { AdminService, ServerCondition } from '../admin/admin.service.ts';
import type { RetentionService } from '../messages/retention/retention.service.ts';
import type { OperationInput, OperationName } from './operations.ts';

export interface MadeInvite {
  code: string;
  link: string;
  expires_at: string | null;
}

/** What each operation answers. */
export interface OperationAnswers {
  invite: MadeInvite;
  'add-user': ManagedUser;
  'set-disabled': ManagedUser;
  'reset-password': { username: string };
  'list-users': ManagedUser[];
  retention: Retention;
  'set-retention': Retention;
  status: ServerCondition & { pid: number };
}

type Handlers = {
  [N in OperationName]: (input: OperationInput<N>) => Promise<OperationAnswers[N]>;
};

/** What the owner of the data folder may do at the computer itself, without an account. */
export class LocalAdminService {
  readonly #handlers: Handlers;

  constructor({
    admin,
    accounts,
    retention,
  }: {
    admin: AdminService;
    accounts: Pick<AccountsService, 'idOf'>;
    retention: RetentionService;
  }) {
    this.#handlers = {
      invite: (bounds) => admin.createInvite(operator, bounds),
      'add-user': ({ username, password, display_name, is_admin }) =>
        admin.addUser(operator, {
          ...{ username, password },
          displayName: display_name?.trim() ?? null,
          isAdmin: is_admin,
        }),
      'set-disabled': async ({ username, disabled }) =>
        admin.setDisabled(operator, await accounts.idOf(username), disabled),
      'reset-password': async ({ username, password }) => {
        await admin.resetPassword(operator, username, password);
        return { username };
      },
      'list-users': () => admin.listUsers(operator),
      retention: () => retention.rules(operator),
      'set-retention': ({ is_confirmed, ...rule }) =>
        retention.change(operator, rule, is_confirmed),
      status: async () => ({ pid: process.pid, ...(await admin.condition(operator)) }),
    };
  }

  /** @throws AppError where the server refuses it. */
  run<N extends OperationName>(name: N, input: OperationInput<N>): Promise<OperationAnswers[N]> {
    return this.#handlers[name](input);
  }
}
