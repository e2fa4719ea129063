import * as contract from '#protocol/conversations.ts';
import { created, ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { ConversationsService } from './conversations.service.ts';

export function conversationRoutes(conversations: ConversationsService): Route[] {
  return [
    route(contract.createConversation, async ({ caller, body }) => {
      const { conversation, isNew } = await conversations.create(caller, body);
      return isNew ? created(conversation) : ok(conversation);
    }),
    route(contract.listConversations, async ({ caller, query }) =>
      ok(await conversations.list(caller, query)),
    ),
    route(contract.getConversation, async ({ caller, params }) =>
      ok(await conversations.get(caller, params.conversation_id)),
    ),
    route(contract.updateConversation, async ({ caller, params, body }) =>
      ok(await conversations.update(caller, params.conversation_id, body)),
    ),
    route(contract.addParticipants, async ({ caller, params, body }) =>
      ok(await conversations.addParticipants(caller, params.conversation_id, body.user_ids)),
    ),
    route(contract.removeParticipant, async ({ caller, params }) =>
      ok(await conversations.removeParticipant(caller, params.conversation_id, params.user_id)),
    ),
    route(contract.setParticipantRole, async ({ caller, params, body }) =>
      ok(await conversations.setRole(caller, params.conversation_id, params.user_id, body.role)),
    ),
    route(contract.leaveConversation, async ({ caller, params }) => {
      await conversations.leave(caller, params.conversation_id);
      return ok({ message: 'Left the conversation' });
    }),
  ];
}
