import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { defineReplayableEvent } from './event.ts';
import { conversationId, messageId } from './identifiers.ts';
import { limits } from './limits.ts';

/** How many days messages and their files are kept; null is for ever. */
export const keepDays = z.int().min(1).max(limits.keepDaysMax).nullable();

/** `as_server` takes a conversation's own rule away. */
const rule = z.object({
  /** Without it, of every conversation that has no rule of its own. */
  conversation_id: conversationId.optional(),
  keep_days: z.union([keepDays, z.literal('as_server')]),
});
export type RetentionRule = z.infer<typeof rule>;

const serverItself = {
  path: ['keep_days'],
  message: 'must be a number of days or null: there is no server above the server',
};
function isWhole({ conversation_id, keep_days }: RetentionRule): boolean {
  return keep_days !== 'as_server' || conversation_id !== undefined;
}

export const retention = z.object({
  keep_days: keepDays,
  /** Those with a rule of their own. */
  conversations: z.array(z.object({ conversation_id: conversationId, keep_days: keepDays })),
});
export type Retention = z.infer<typeof retention>;

export const getRetention = defineEndpoint({
  method: 'GET',
  path: '/api/v1/admin/retention',
  summary: 'How long messages are kept',
  tag: 'admin',
  access: 'admin',
  answers: { 200: retention },
});

export const previewRetention = defineEndpoint({
  method: 'POST',
  path: '/api/v1/admin/retention/preview',
  summary: 'How many messages would go at once by a rule; nothing is changed',
  tag: 'admin',
  access: 'admin',
  body: rule.refine(isWhole, serverItself),
  answers: { 200: z.object({ messages: z.int().min(0) }) },
  errors: ['CONVERSATION_NOT_FOUND'],
});

export const updateRetention = defineEndpoint({
  method: 'PATCH',
  path: '/api/v1/admin/retention',
  summary: 'Change how long messages are kept; refused unless confirmed where messages would go',
  tag: 'admin',
  access: 'admin',
  body: rule.extend({ is_confirmed: z.boolean().default(false) }).refine(isWhole, serverItself),
  answers: { 200: retention },
  errors: ['CONVERSATION_NOT_FOUND', 'RETENTION_UNCONFIRMED'],
});

/** Messages of this conversation are kept for another time from now on. */
export const conversationRetentionChanged = defineReplayableEvent(
  'conversation_retention_changed',
  { conversation_id: conversationId, keep_days: keepDays },
);

/** Their time was over: they and their files are gone, and no row of them is left. */
export const messagesExpired = defineReplayableEvent('messages_expired', {
  conversation_id: conversationId,
  /** The number with which the conversation's messages begin now. */
  first_seq: z.int().min(1),
  /** Those that went with this event; all before `first_seq` are gone. */
  message_ids: z.array(messageId),
});
