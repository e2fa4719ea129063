import * as contract from '#protocol/webhooks.ts';
import { created, ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { WebhooksService } from './webhooks.service.ts';

export function webhookRoutes(webhooks: WebhooksService): Route[] {
  return [
    route(contract.createIncomingWebhook, async ({ caller, body }) =>
      created(await webhooks.createIncoming(caller, body)),
    ),
    route(contract.createOutgoingWebhook, async ({ caller, body }) =>
      created(await webhooks.createOutgoing(caller, body)),
    ),
    route(contract.listWebhooks, async ({ caller }) => ok(await webhooks.list(caller))),
    route(contract.deleteWebhook, async ({ caller, params }) => {
      await webhooks.remove(caller, params.webhook_id);
      return ok({ message: 'Webhook removed' });
    }),
    route(contract.listAllWebhooks, async ({ caller }) => ok(await webhooks.listAll(caller))),
    route(contract.deleteAnyWebhook, async ({ caller, params }) => {
      await webhooks.removeAny(caller, params.webhook_id);
      return ok({ message: 'Webhook removed' });
    }),
    route(contract.postToWebhook, async ({ params, body, origin }) => {
      const { isNew, message } = await webhooks.receive(params.secret, body, origin);
      const said = { message_id: message.id, seq: message.seq };
      return isNew ? created(said) : ok(said);
    }),
  ];
}
