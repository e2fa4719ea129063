import { z } from 'zod';
import { acknowledgement } from './acknowledgement.ts';
import { defineEndpoint } from './endpoint.ts';
import { defineCommand, defineReplayableEvent } from './event.ts';
import { conversationId, messageId, timestamp, userId } from './identifiers.ts';

export const receipt = z.object({
  user_id: userId,
  delivered_at: timestamp.nullable(),
  read_at: timestamp.nullable(),
});
export type Receipt = z.infer<typeof receipt>;

const byMessage = z.object({ message_id: messageId });

export const markMessageRead = defineEndpoint({
  method: 'POST',
  path: '/api/v1/messages/messages/{message_id}/read',
  summary: 'Mark a message as read',
  tag: 'receipts',
  access: 'user',
  scope: 'messages:read',
  params: byMessage,
  answers: { 200: acknowledgement },
  errors: ['MESSAGE_NOT_FOUND'],
});

export const markConversationRead = defineEndpoint({
  method: 'POST',
  path: '/api/v1/messages/conversations/{conversation_id}/read',
  summary: 'Mark every message of a conversation as read',
  tag: 'receipts',
  access: 'user',
  scope: 'messages:read',
  params: z.object({ conversation_id: conversationId }),
  answers: { 200: acknowledgement },
  errors: ['CONVERSATION_NOT_FOUND'],
});

export const listReceipts = defineEndpoint({
  method: 'GET',
  path: '/api/v1/messages/messages/{message_id}/receipts',
  summary: 'Who has got a message, and who has read it',
  tag: 'receipts',
  access: 'user',
  scope: 'messages:read',
  params: byMessage,
  answers: { 200: z.array(receipt) },
  errors: ['MESSAGE_NOT_FOUND'],
});

export const messageReadCommand = defineCommand('message_read', { message_id: messageId });

export const messageDelivered = defineReplayableEvent('message_delivered', {
  message_id: messageId,
  conversation_id: conversationId,
  client_message_id: z.string().nullable(),
  user_ids: z.array(userId),
});
export const messageReadReceipt = defineReplayableEvent('message_read_receipt', {
  message_id: messageId,
  conversation_id: conversationId,
  reader_user_id: userId,
});
export const conversationReadReceipt = defineReplayableEvent('conversation_read_receipt', {
  conversation_id: conversationId,
  reader_user_id: userId,
  message_ids: z.array(messageId),
});
