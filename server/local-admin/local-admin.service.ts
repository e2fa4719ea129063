import type { ManagedUser } from '#protocol/admin.ts';
import type { Bot, MadeBot } from '#protocol/bots.ts';
import type { MoveStatus } from '#protocol/move.ts';
import type { Retention } from '#protocol/retention.ts';
import type { Webhook } from '#protocol/webhooks.ts';
import type { AccountsService } from '../accounts/accounts.service.ts';
import type { AdminService, ServerCondition } from '../admin/admin.service.ts';
import type { BotsService } from '../bots/bots.service.ts';
import type { RetentionService } from '../messages/retention/retention.service.ts';
import type { WebhooksService } from '../webhooks/webhooks.service.ts';
import { operator } from '../access/operator.ts';
import type { MoveService } from '../move/move.service.ts';
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
  'add-bot': MadeBot;
  'list-bots': Bot[];
  'revoke-bot': Bot;
  'list-webhooks': Webhook[];
  'remove-webhook': { webhook_id: string };
  move: Pick<MoveStatus, 'link' | 'expires_at'>;
  status: ServerCondition & { pid: number };
}

interface AdministeredServices {
  admin: AdminService;
  accounts: Pick<AccountsService, 'idOf'>;
  bots: BotsService;
  webhooks: { service: WebhooksService };
  move: Pick<MoveService, 'offer'>;
  retention: RetentionService;
}

type Handlers = {
  [N in OperationName]: (input: OperationInput<N>) => Promise<OperationAnswers[N]>;
};

/** What the owner of the data folder may do at the computer itself, without an account. */
export class LocalAdminService {
  readonly #handlers: Handlers;

  constructor({ admin, accounts, bots, move, retention, webhooks }: AdministeredServices) {
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
      'add-bot': (bot) => bots.create(operator, bot),
      'list-bots': () => bots.list(operator),
      'revoke-bot': ({ name }) => bots.revokeNamed(operator, name),
      'list-webhooks': () => webhooks.service.listAll(operator),
      'remove-webhook': async ({ webhook_id }) => {
        await webhooks.service.removeAny(operator, webhook_id);
        return { webhook_id };
      },
      'list-users': () => admin.listUsers(operator),
      retention: () => retention.rules(operator),
      'set-retention': ({ is_confirmed, ...rule }) =>
        retention.change(operator, rule, is_confirmed),
      move: () => move.offer(operator, { isLoopback: true }),
      status: async () => ({ pid: process.pid, ...(await admin.condition(operator)) }),
    };
  }

  /** @throws AppError where the server refuses it. */
  run<N extends OperationName>(name: N, input: OperationInput<N>): Promise<OperationAnswers[N]> {
    return this.#handlers[name](input);
  }
}
