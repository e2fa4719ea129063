import { z } from 'zod';
import type { ConversationNote } from '#protocol/conversation-notes.ts';
import {
  createConversation,
  setParticipantRole,
  updateConversation,
} from '#protocol/conversations.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { conversationId, userId } from '#protocol/identifiers.ts';
import { defineCall } from './call.ts';

const byConversation = z.object({ conversation_id: conversationId });

export const conversationCalls = {
  /**
   * All of them, the most recently active first; with `known` as they were seen last, where they were,
   * also while there is a connection.
   */
  listConversations: defineCall<Conversation[]>()(
    z.object({ archived: z.boolean(), known: z.boolean().optional() }),
  ),
  getConversation: defineCall<Conversation>()(byConversation),
  createConversation: defineCall<Conversation>()(createConversation.body),
  updateConversation: defineCall<Conversation>()(
    byConversation.extend(updateConversation.body.shape),
  ),
  addParticipants: defineCall<Conversation>()(
    byConversation.extend({ user_ids: z.array(userId).min(1).max(10) }),
  ),
  removeParticipant: defineCall<Conversation>()(byConversation.extend({ user_id: userId })),
  setParticipantRole: defineCall<Conversation>()(
    byConversation.extend({ user_id: userId }).extend(setParticipantRole.body.shape),
  ),
  leaveConversation: defineCall<void>()(byConversation),
  /** What happened after the messages of this range, oldest first; an open end is the present. */
  listNotes: defineCall<ConversationNote[]>()(
    byConversation.extend({ from_seq: z.int().min(0), to_seq: z.int().min(0).optional() }),
  ),
};
