import { z } from 'zod';
import { emoji } from './emoji.ts';
import { defineEndpoint } from './endpoint.ts';
import { defineReplayableEvent } from './event.ts';
import { conversationId, messageId, userId } from './identifiers.ts';
import { message, reaction } from './messages.ts';

const byEmoji = z.object({ message_id: messageId, emoji });

export const addReaction = defineEndpoint({
  method: 'PUT',
  path: '/api/v1/messages/messages/{message_id}/reactions/{emoji}',
  summary: 'React to a message with one emoji; the same again changes nothing',
  tag: 'reactions',
  access: 'user',
  scope: 'messages:write',
  rateLimit: 'send',
  params: byEmoji,
  answers: { 200: message },
  errors: ['MESSAGE_NOT_FOUND', 'NOT_FRIENDS_SEND', 'MESSAGE_GONE', 'TOO_MANY_REACTIONS'],
});

export const removeReaction = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/messages/messages/{message_id}/reactions/{emoji}',
  summary: 'Take your reaction back; one that is not there changes nothing',
  tag: 'reactions',
  access: 'user',
  scope: 'messages:write',
  rateLimit: 'send',
  params: byEmoji,
  answers: { 200: message },
  errors: ['MESSAGE_NOT_FOUND'],
});

const changed = {
  conversation_id: conversationId,
  message_id: messageId,
  /** Who reacted, or took it back, and with what. */
  user_id: userId,
  emoji: z.string(),
  /** All of the message's reactions, as they are after it. */
  reactions: z.array(reaction),
};

export const reactionAdded = defineReplayableEvent('reaction_added', changed);
export const reactionRemoved = defineReplayableEvent('reaction_removed', changed);
