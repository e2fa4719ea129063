import { z } from 'zod';
import { attachmentInfo } from './attachments.ts';
import { defineEndpoint } from './endpoint.ts';
import { defineReplayableEvent } from './event.ts';
import {
  attachmentId,
  conversationId,
  messageId,
  sessionId,
  timestamp,
  userId,
} from './identifiers.ts';
import { limits, selfDestructTimersSeconds } from './limits.ts';
import { boundedText } from './text.ts';

export const messageType = z.enum(['text', 'voice', 'video', 'image']);

export const reaction = z.object({
  emoji: z.string(),
  count: z.int(),
  user_ids: z.array(userId),
});

export const message = z.object({
  id: messageId,
  conversation_id: conversationId,
  /** 1, 2, 3… in its conversation, without gaps; the oldest may have gone by the rules of retention. */
  seq: z.int().min(1),
  sender_id: userId,
  sender_username: z.string(),
  client_message_id: z.string().nullable(),
  content: z.string(),
  message_type: messageType,
  reply_to_message_id: messageId.nullable(),
  created_at: timestamp,
  edited_at: timestamp.nullable(),
  attachments: z.array(attachmentInfo),
  reactions: z.array(reaction),
  delivered_to: z.array(userId),
  read_by: z.array(userId),
  self_destruct_at: timestamp.nullable(),
  is_destroyed: z.boolean(),
  /** Its sender or an admin of the group deleted it; what it said is gone, its place stays. */
  is_deleted: z.boolean(),
  encrypted: z.literal(true),
  encryption_type: z.literal('MILITARY_GRADE_E2E'),
  security_level: z.literal('MILITARY_GRADE'),
  perfect_forward_secrecy: z.literal(false),
  zero_knowledge: z.literal(false),
  session_id: sessionId,
  protocol: z.literal('Signal-Protocol-Inspired'),
});
export type Message = z.infer<typeof message>;

/** Neither text nor a file; the parts may not have passed their own schemas. */
function saysNothing({ content, attachments }: { content: unknown; attachments: unknown }) {
  return content === '' && !(Array.isArray(attachments) && attachments.length > 0);
}

export const messageDraft = z
  .object({
    /** May be empty where there are attachments. */
    content: boundedText({ min: 0, max: limits.messageMaxCharacters }),
    message_type: messageType.default('text'),
    reply_to_message_id: messageId.nullish(),
    attachments: z
      .array(attachmentId)
      .max(limits.attachmentsPerMessageMax)
      .refine((ids) => new Set(ids).size === ids.length, 'names an attachment twice')
      .default([]),
    self_destruct_timer: z.literal(selfDestructTimersSeconds).nullish(),
    client_message_id: boundedText({ min: 1, max: limits.clientMessageIdMaxCharacters }).nullish(),
  })
  .refine((draft) => !saysNothing(draft), {
    path: ['content'],
    message: `must be 1 to ${String(limits.messageMaxCharacters)} characters long`,
    // Also where another field is wrong: every wrong field is named. What is no object has none.
    when: ({ value }) => typeof value === 'object' && value !== null,
  });
export type MessageDraft = z.output<typeof messageDraft>;

const byConversation = z.object({ conversation_id: conversationId });

export const sendMessage = defineEndpoint({
  method: 'POST',
  path: '/api/v1/messages/conversations/{conversation_id}/messages',
  summary: 'Send a message; the same client_message_id again answers the first message',
  tag: 'messages',
  access: 'user',
  scope: 'messages:write',
  rateLimit: 'send',
  params: byConversation,
  body: messageDraft,
  answers: { 201: message, 200: message },
  errors: [
    'CONVERSATION_NOT_FOUND',
    'MESSAGE_NOT_FOUND',
    'ATTACHMENT_NOT_FOUND',
    'NOT_FRIENDS_SEND',
  ],
});

export const listMessages = defineEndpoint({
  method: 'GET',
  path: '/api/v1/messages/conversations/{conversation_id}/messages',
  summary: 'Read messages, newest first; marks them as read unless mark_read=false',
  tag: 'messages',
  access: 'user',
  scope: 'messages:read',
  params: byConversation,
  query: z.object({
    limit: z.int().min(1).max(limits.messagePageMax).default(limits.messagePageDefault),
    offset: z.int().min(0).default(0),
    before_message_id: messageId.optional(),
    after_message_id: messageId.optional(),
    around_message_id: messageId.optional(),
    /** Around the first message that was sent at this time or later; where there is none, the newest. */
    around_time: timestamp.optional(),
    mark_read: z.boolean().default(true),
  }),
  answers: { 200: z.array(message) },
  errors: ['CONVERSATION_NOT_FOUND', 'MESSAGE_NOT_FOUND'],
});

const byMessage = z.object({ message_id: messageId });

export const editMessage = defineEndpoint({
  method: 'PATCH',
  path: '/api/v1/messages/messages/{message_id}',
  summary: 'Change the text of a message of your own',
  tag: 'messages',
  access: 'user',
  scope: 'messages:write',
  rateLimit: 'send',
  params: byMessage,
  /** An empty text is for files alone, and those are not sent anew. */
  body: z.object({ content: boundedText({ min: 1, max: limits.messageMaxCharacters }) }),
  answers: { 200: message },
  errors: ['MESSAGE_NOT_FOUND', 'FORBIDDEN', 'NOT_FRIENDS_SEND', 'MESSAGE_GONE'],
});

export const deleteMessage = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/messages/messages/{message_id}',
  summary: "Delete a message of your own, or anybody's in a group that you administer",
  tag: 'messages',
  access: 'user',
  scope: 'messages:write',
  rateLimit: 'send',
  params: byMessage,
  answers: { 200: message },
  errors: ['MESSAGE_NOT_FOUND', 'FORBIDDEN'],
});

export const newMessage = defineReplayableEvent('new_message', {
  conversation_id: conversationId,
  message,
});

/** Its text was changed. */
export const messageUpdated = defineReplayableEvent('message_updated', {
  conversation_id: conversationId,
  message,
});

/** Somebody deleted it: the text, attachments and reactions are gone, the row stays as a tombstone. */
export const messageDeleted = defineReplayableEvent('message_deleted', {
  conversation_id: conversationId,
  message_id: messageId,
});

/** The timer ran out: the text is gone from the server, the row stays as a tombstone. */
export const messageDestroyed = defineReplayableEvent('message_destroyed', {
  conversation_id: conversationId,
  message_id: messageId,
});
