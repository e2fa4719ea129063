import { z } from 'zod';
import { createConversation, updateConversation } from '#protocol/conversations.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { conversationId, userId } from '#protocol/identifiers.ts';
import { defineCall } from './call.ts';

const byConversation = z.object({ conversation_id: conversationId });

export const conversationCalls = {
  /** All of them, the most recently active first. */
  listConversations: defineCall<Conversation[]>()(z.object({ archived: z.boolean() })),
  getConversation: defineCall<Conversation>()(byConversation),
  createConversation: defineCall<Conversation>()(createConversation.body),
  updateConversation: defineCall<Conversation>()(
    byConversation.extend(updateConversation.body.shape),
  ),
  addParticipants: defineCall<Conversation>()(
    byConversation.extend({ user_ids: z.array(userId).min(1).max(10) }),
  ),
  removeParticipant: defineCall<Conversation>()(byConversation.extend({ user_id: userId })),
  leaveConversation: defineCall<void>()(byConversation),
};
