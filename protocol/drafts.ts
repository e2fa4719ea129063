import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { defineReplayableEvent } from './event.ts';
import { conversationId, messageId, timestamp } from './identifiers.ts';
import { limits, selfDestructTimersSeconds } from './limits.ts';
import { boundedText } from './text.ts';

/** What somebody has begun to write in a conversation; an empty one is none. */
export const draft = z.object({
  conversation_id: conversationId,
  content: z.string(),
  reply_to_message_id: messageId.nullable(),
  self_destruct_timer: z.literal(selfDestructTimersSeconds).nullable(),
  updated_at: timestamp,
});
export type Draft = z.infer<typeof draft>;

export const draftBody = z.object({
  /** Longer than a message may be: a text that is still to be shortened follows too. */
  content: boundedText({ min: 0, max: limits.draftMaxCharacters }),
  reply_to_message_id: messageId.nullish(),
  self_destruct_timer: z.literal(selfDestructTimersSeconds).nullish(),
});
export type DraftBody = z.output<typeof draftBody>;

export const saveDraft = defineEndpoint({
  method: 'PUT',
  path: '/api/v1/messages/conversations/{conversation_id}/draft',
  summary: 'Keep what you have begun to write; without text and reply it is removed',
  tag: 'messages',
  access: 'user',
  params: z.object({ conversation_id: conversationId }),
  body: draftBody,
  answers: { 200: draft },
  errors: ['CONVERSATION_NOT_FOUND', 'MESSAGE_NOT_FOUND'],
});

export const listDrafts = defineEndpoint({
  method: 'GET',
  path: '/api/v1/messages/drafts',
  summary: 'What you have begun to write, in all your conversations',
  tag: 'messages',
  access: 'user',
  answers: { 200: z.array(draft) },
});

/** To one person's devices, also the one that wrote it. Sync gives it as it is now. */
export const draftChanged = defineReplayableEvent('draft_changed', {
  conversation_id: conversationId,
  draft,
});
