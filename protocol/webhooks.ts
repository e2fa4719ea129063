import { z } from 'zod';
import { acknowledgement } from './acknowledgement.ts';
import { defineEndpoint } from './endpoint.ts';
import { conversationId, messageId, timestamp, userId, webhookId } from './identifiers.ts';
import { limits } from './limits.ts';
import { boundedText } from './text.ts';
import { visibleName } from './visible-name.ts';

/** What can be sent out: what happens in conversations, and neither presence nor anybody's own affairs. */
export const webhookEventType = z.enum([
  'new_message',
  'message_updated',
  'message_deleted',
  'message_destroyed',
  'reaction_added',
  'reaction_removed',
  'conversation_created',
  'conversation_updated',
  'participant_added',
  'participant_removed',
]);
export type WebhookEventType = z.infer<typeof webhookEventType>;

/** Whoever knows its address says something in one conversation, as the bot. */
export const incomingWebhook = z.object({
  id: webhookId,
  kind: z.literal('incoming'),
  bot_id: userId,
  name: z.string(),
  conversation_id: conversationId,
  created_at: timestamp,
});
export type IncomingWebhook = z.infer<typeof incomingWebhook>;

/** Told what happens in the bot's conversations. */
export const outgoingWebhook = z.object({
  id: webhookId,
  kind: z.literal('outgoing'),
  bot_id: userId,
  url: z.string(),
  events: z.array(webhookEventType),
  created_at: timestamp,
  /** Since when nothing was taken there; null while all is well. */
  failing_since: timestamp.nullable(),
  /** What went wrong last. */
  problem: z.string().nullable(),
  /** Given up: nothing is sent there any more. */
  disabled_at: timestamp.nullable(),
});
export type OutgoingWebhook = z.infer<typeof outgoingWebhook>;

export const webhook = z.discriminatedUnion('kind', [incomingWebhook, outgoingWebhook]);
export type Webhook = z.infer<typeof webhook>;

const byWebhook = z.object({ webhook_id: webhookId });

/** Only these two: a name without a password in it. */
const webhookUrl = z
  .url({ protocol: /^https?$/ })
  .max(limits.webhookUrlMaxCharacters)
  .refine((url) => new URL(url).username === '' && new URL(url).password === '', {
    message: 'must not hold a name or a password',
    // What is no address has been refused already.
    when: ({ issues }) => issues.length === 0,
  });

export const createIncomingWebhook = defineEndpoint({
  method: 'POST',
  path: '/api/v1/webhooks/incoming',
  summary: 'Make a secret address that posts into one of the bot’s conversations (bots only)',
  tag: 'webhooks',
  access: 'user',
  scope: 'webhooks:write',
  body: z.object({
    conversation_id: conversationId,
    name: visibleName({ min: 1, max: limits.displayNameMaxCharacters }),
  }),
  /** The path holds the secret, and is told once. */
  answers: { 201: z.object({ webhook: incomingWebhook, path: z.string() }) },
  errors: ['FORBIDDEN', 'CONVERSATION_NOT_FOUND', 'TOO_MANY_WEBHOOKS'],
});

export const createOutgoingWebhook = defineEndpoint({
  method: 'POST',
  path: '/api/v1/webhooks/outgoing',
  summary: 'Have events of the bot’s conversations sent to an address (bots only)',
  tag: 'webhooks',
  access: 'user',
  scope: 'webhooks:write',
  body: z.object({
    url: webhookUrl,
    events: z
      .array(webhookEventType)
      .min(1)
      .max(webhookEventType.options.length)
      .refine((types) => new Set(types).size === types.length, 'names an event twice'),
  }),
  /** What each request is signed with, as Standard Webhooks writes it; told once. */
  answers: { 201: z.object({ webhook: outgoingWebhook, secret: z.string() }) },
  errors: ['FORBIDDEN', 'SCOPE_MISSING', 'TOO_MANY_WEBHOOKS'],
});

export const listWebhooks = defineEndpoint({
  method: 'GET',
  path: '/api/v1/webhooks',
  summary: 'List the bot’s own webhooks (bots only)',
  tag: 'webhooks',
  access: 'user',
  scope: 'webhooks:write',
  answers: { 200: z.array(webhook) },
  errors: ['FORBIDDEN'],
});

export const deleteWebhook = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/webhooks/{webhook_id}',
  summary: 'Remove one of the bot’s own webhooks (bots only)',
  tag: 'webhooks',
  access: 'user',
  scope: 'webhooks:write',
  params: byWebhook,
  answers: { 200: acknowledgement },
  errors: ['FORBIDDEN', 'WEBHOOK_NOT_FOUND'],
});

export const listAllWebhooks = defineEndpoint({
  method: 'GET',
  path: '/api/v1/admin/webhooks',
  summary: 'List the webhooks of all bots',
  tag: 'webhooks',
  access: 'admin',
  answers: { 200: z.array(webhook) },
});

export const deleteAnyWebhook = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/admin/webhooks/{webhook_id}',
  summary: 'Remove a webhook of any bot',
  tag: 'webhooks',
  access: 'admin',
  params: byWebhook,
  answers: { 200: acknowledgement },
  errors: ['WEBHOOK_NOT_FOUND'],
});

export const postToWebhook = defineEndpoint({
  method: 'POST',
  path: '/api/v1/hooks/{secret}',
  summary: 'Say something through an incoming webhook; the address is all that is needed',
  tag: 'webhooks',
  access: 'open',
  rateLimit: 'webhook',
  params: z.object({ secret: z.string().regex(/^[\w-]{43}$/, 'no webhook has this form') }),
  body: z.object({
    content: boundedText({ min: 1, max: limits.messageMaxCharacters }),
    /** The same again is the same message. */
    client_message_id: boundedText({ min: 1, max: limits.clientMessageIdMaxCharacters }).nullish(),
  }),
  answers: {
    201: z.object({ message_id: messageId, seq: z.int() }),
    200: z.object({ message_id: messageId, seq: z.int() }),
  },
  errors: ['WEBHOOK_NOT_FOUND', 'CONVERSATION_NOT_FOUND', 'NOT_FRIENDS_SEND'],
});
