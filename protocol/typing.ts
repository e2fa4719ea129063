import { z } from 'zod';
import { acknowledgement } from './acknowledgement.ts';
import { defineEndpoint } from './endpoint.ts';
import { defineCommand, definePassingEvent } from './event.ts';
import { conversationId, userId } from './identifiers.ts';

export const setTyping = defineEndpoint({
  method: 'POST',
  path: '/api/v1/messages/conversations/{conversation_id}/typing',
  summary: 'Say that you are typing, or no longer; it expires after 3 seconds',
  tag: 'typing',
  access: 'user',
  scope: 'messages:write',
  params: z.object({ conversation_id: conversationId }),
  query: z.object({ is_typing: z.boolean() }),
  answers: { 200: acknowledgement },
  errors: ['CONVERSATION_NOT_FOUND'],
});

export const typingStartCommand = defineCommand('typing_start', {
  conversation_id: conversationId,
});
export const typingStopCommand = defineCommand('typing_stop', { conversation_id: conversationId });

export const userTyping = definePassingEvent('user_typing', {
  conversation_id: conversationId,
  user_id: userId,
  username: z.string(),
  is_typing: z.boolean(),
});
