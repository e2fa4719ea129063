import type { UserId } from '#protocol/identifiers.ts';
import type { Chat } from '../../app/chat.ts';

/** Opens the conversation with a friend, and makes it if there is none. Throws CallError. */
export async function openDirect(chat: Chat, userId: UserId): Promise<void> {
  const conversation =
    chat.conversations.directWith(userId) ??
    (await chat.conversations.create({
      participant_ids: [userId],
      conversation_type: 'direct',
    }));
  chat.navigation.openConversation(conversation.id);
}
