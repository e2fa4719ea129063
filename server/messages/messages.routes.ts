import * as contract from '#protocol/messages.ts';
import type { Message } from '#protocol/messages.ts';
import { prepared } from '../http/prepared-json.ts';
import { created, ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { MessagesService } from './messages.service.ts';

export function messageRoutes(messages: MessagesService): Route[] {
  return [
    route(contract.sendMessage, async ({ caller, params, body, origin }) => {
      const { message, isNew } = await messages.send(caller, params.conversation_id, body, origin);
      return isNew ? created(message) : ok(message);
    }),
    route(contract.listMessages, async ({ caller, params, query }) =>
      ok(prepared<Message[]>(await messages.page(caller, params.conversation_id, query))),
    ),
    route(contract.editMessage, async ({ caller, params, body }) =>
      ok(await messages.edit(caller, params.message_id, body.content)),
    ),
    route(contract.deleteMessage, async ({ caller, params }) =>
      ok(await messages.delete(caller, params.message_id)),
    ),
  ];
}
