import * as contract from '#protocol/receipts.ts';
import { ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { CommandHandlers } from '../ws/command-router.ts';
import type { ReceiptsService } from './receipts.service.ts';

export function receiptRoutes(receipts: ReceiptsService): Route[] {
  return [
    route(contract.markMessageRead, async ({ caller, params }) => {
      await receipts.markMessage(caller, params.message_id);
      return ok({ message: 'Message marked as read' });
    }),
    route(contract.markConversationRead, async ({ caller, params }) => {
      await receipts.markConversation(caller, params.conversation_id);
      return ok({ message: 'Conversation marked as read' });
    }),
    route(contract.listReceipts, async ({ caller, params }) =>
      ok(await receipts.list(caller, params.message_id)),
    ),
  ];
}

export function receiptCommands(receipts: ReceiptsService): Pick<CommandHandlers, 'message_read'> {
  return {
    message_read: (connection, { message_id }) =>
      receipts.markMessage(connection.caller, message_id),
  };
}
