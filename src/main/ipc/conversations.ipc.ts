import type { ChatClient } from '#client/chat-client.ts';
import type { conversationCalls } from '#ipc/conversations.ts';
import type { CallInput } from '#ipc/index.ts';
import { listNotes } from '#protocol/conversation-notes.ts';
import type { ConversationNote } from '#protocol/conversation-notes.ts';
import * as conversations from '#protocol/conversations.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { limits } from '#protocol/limits.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

interface Dependencies {
  appController: AppController;
  /** Told of each conversation that passes by on its way to the renderer. */
  onConversations: (seen: Conversation[]) => void;
}

export function createConversationHandlers({
  appController,
  onConversations,
}: Dependencies): Handlers<keyof typeof conversationCalls> {
  const client = () => appController.signedInClient;
  const seen = (conversation: Conversation) => {
    onConversations([conversation]);
    return conversation;
  };
  return {
    listConversations: async ({ archived, known = false }) => {
      const all = await appController.reads.listConversations(archived, { known });
      onConversations(all);
      return all;
    },
    getConversation: async ({ conversation_id }) =>
      seen(await appController.reads.getConversation(conversation_id)),
    createConversation: async (body) =>
      seen(await client().call(conversations.createConversation, { body })),
    updateConversation: async ({ conversation_id, ...body }) =>
      seen(
        await client().call(conversations.updateConversation, {
          params: { conversation_id },
          body,
        }),
      ),
    addParticipants: async ({ conversation_id, ...body }) =>
      seen(
        await client().call(conversations.addParticipants, { params: { conversation_id }, body }),
      ),
    removeParticipant: async (params) =>
      seen(await client().call(conversations.removeParticipant, { params })),
    setParticipantRole: async ({ role, ...params }) =>
      seen(await client().call(conversations.setParticipantRole, { params, body: { role } })),
    leaveConversation: async (params) => {
      await client().call(conversations.leaveConversation, { params });
    },
    listNotes: (range) => listAllNotes(client(), range),
  };
}
/** Page by page; answers the oldest first. */
async function listAllNotes(
  client: ChatClient,
  { conversation_id, ...range }: CallInput<'listNotes'>,
): Promise<ConversationNote[]> {
  const limit = limits.notePageMax;
  const found: ConversationNote[] = [];
  for (;;) {
    const before = found.at(-1);
    const older = before === undefined ? {} : { before_number: before.number };
    const query = { ...range, ...older, limit };
    const page = await client.call(listNotes, { params: { conversation_id }, query });
    found.push(...page);
    if (page.length < limit) return found.reverse();
  }
}
