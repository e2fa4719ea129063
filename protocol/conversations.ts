import { z } from 'zod';
import { acknowledgement } from './acknowledgement.ts';
import { defineEndpoint } from './endpoint.ts';
import { defineReplayableEvent } from './event.ts';
import { attachmentId, conversationId, timestamp, userId } from './identifiers.ts';
import { limits } from './limits.ts';
import { message } from './messages.ts';
import { visibleName } from './visible-name.ts';

export const conversationType = z.enum(['direct', 'group']);
export const participantRole = z.enum(['member', 'admin']);

export const participant = z.object({
  user_id: userId,
  username: z.string(),
  display_name: z.string(),
  avatar_url: z.string().nullable(),
  role: participantRole,
  joined_at: timestamp,
});
export type Participant = z.infer<typeof participant>;

export const conversation = z.object({
  id: conversationId,
  conversation_type: conversationType,
  name: z.string().nullable(),
  /** A group's picture, for its members; a direct conversation has none. */
  avatar_url: z.string().nullable(),
  created_at: timestamp,
  last_message_at: timestamp,
  /** The newest message's number; 0 while there is none. */
  seq: z.int().min(0),
  /** Messages with a smaller number were kept long enough and are gone. */
  first_seq: z.int().min(1).default(1),
  /** For so many days messages are kept; null is for ever. */
  keep_days: z.int().nullable().default(null),
  is_archived: z.boolean(),
  muted_until: timestamp.nullable(),
  participants: z.array(participant),
  last_message: message.nullable(),
  unread_count: z.int().min(0),
});
export type Conversation = z.infer<typeof conversation>;

const byConversation = z.object({ conversation_id: conversationId });
const byParticipant = byConversation.extend({ user_id: userId });
const conversationName = visibleName({ min: 1, max: limits.conversationNameMaxCharacters });

export const createConversation = defineEndpoint({
  method: 'POST',
  path: '/api/v1/messages/conversations',
  summary: 'Start a conversation with friends; an existing direct one is answered again (200)',
  tag: 'conversations',
  access: 'user',
  scope: 'conversations:write',
  body: z.object({
    participant_ids: z.array(userId).min(1).max(limits.participantsMax),
    conversation_type: conversationType,
    name: conversationName.nullish(),
  }),
  answers: { 201: conversation, 200: conversation },
  errors: ['NOT_FRIENDS', 'INVALID_PARTICIPANT_COUNT'],
});

export const listConversations = defineEndpoint({
  method: 'GET',
  path: '/api/v1/messages/conversations',
  summary: 'List your conversations, the most recently active first',
  tag: 'conversations',
  access: 'user',
  scope: 'conversations:read',
  query: z.object({
    limit: z.int().min(1).max(limits.conversationPageMax).default(limits.conversationPageDefault),
    offset: z.int().min(0).default(0),
    archived: z.boolean().default(false),
  }),
  answers: { 200: z.array(conversation) },
});

export const getConversation = defineEndpoint({
  method: 'GET',
  path: '/api/v1/messages/conversations/{conversation_id}',
  summary: 'One conversation',
  tag: 'conversations',
  access: 'user',
  scope: 'conversations:read',
  params: byConversation,
  answers: { 200: conversation },
  errors: ['CONVERSATION_NOT_FOUND'],
});

export const updateConversation = defineEndpoint({
  method: 'PATCH',
  path: '/api/v1/messages/conversations/{conversation_id}',
  summary: 'Name a group or give it a picture (its admins); archive or mute it for yourself',
  tag: 'conversations',
  access: 'user',
  scope: 'conversations:write',
  params: byConversation,
  body: z.object({
    name: conversationName.optional(),
    avatar_id: attachmentId.nullable().optional(),
    is_archived: z.boolean().optional(),
    muted_until: timestamp.nullable().optional(),
  }),
  answers: { 200: conversation },
  errors: ['CONVERSATION_NOT_FOUND', 'FORBIDDEN', 'ATTACHMENT_NOT_FOUND', 'ATTACHMENT_REFUSED'],
});

export const addParticipants = defineEndpoint({
  method: 'POST',
  path: '/api/v1/messages/conversations/{conversation_id}/participants',
  summary: 'Add friends of yours to a group (its admins)',
  tag: 'conversations',
  access: 'user',
  scope: 'conversations:write',
  params: byConversation,
  body: z.object({ user_ids: z.array(userId).min(1).max(limits.participantsMax) }),
  answers: { 200: conversation },
  errors: ['CONVERSATION_NOT_FOUND', 'FORBIDDEN', 'NOT_FRIENDS', 'INVALID_PARTICIPANT_COUNT'],
});

export const removeParticipant = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/messages/conversations/{conversation_id}/participants/{user_id}',
  summary: 'Remove somebody from a group (its admins)',
  tag: 'conversations',
  access: 'user',
  scope: 'conversations:write',
  params: byParticipant,
  answers: { 200: conversation },
  errors: ['CONVERSATION_NOT_FOUND', 'USER_NOT_FOUND', 'FORBIDDEN'],
});

export const setParticipantRole = defineEndpoint({
  method: 'PATCH',
  path: '/api/v1/messages/conversations/{conversation_id}/participants/{user_id}',
  summary: 'Make somebody an admin of a group, or a member again (its admins)',
  tag: 'conversations',
  access: 'user',
  scope: 'conversations:write',
  params: byParticipant,
  body: z.object({ role: participantRole }),
  answers: { 200: conversation },
  errors: ['CONVERSATION_NOT_FOUND', 'USER_NOT_FOUND', 'FORBIDDEN'],
});

export const leaveConversation = defineEndpoint({
  method: 'POST',
  path: '/api/v1/messages/conversations/{conversation_id}/leave',
  summary: "Leave a group; the last admin's role passes to the longest-standing member",
  tag: 'conversations',
  access: 'user',
  scope: 'conversations:write',
  params: byConversation,
  answers: { 200: acknowledgement },
  errors: ['CONVERSATION_NOT_FOUND', 'FORBIDDEN'],
});

const changed = {
  conversation_id: conversationId,
  conversation_type: conversationType,
  name: z.string().nullable(),
  /** Missing in what was logged before there were pictures. */
  avatar_url: z.string().nullable().optional(),
  participants: z.array(participant),
};

export const conversationCreated = defineReplayableEvent('conversation_created', changed);
export const conversationUpdated = defineReplayableEvent('conversation_updated', changed);
/** To one person: they archived or muted the conversation, perhaps on another device. */
export const conversationSettingsChanged = defineReplayableEvent('conversation_settings_changed', {
  conversation_id: conversationId,
  is_archived: z.boolean(),
  muted_until: timestamp.nullable(),
});
export const participantAdded = defineReplayableEvent('participant_added', {
  conversation_id: conversationId,
  participant,
});
export const participantRemoved = defineReplayableEvent('participant_removed', {
  conversation_id: conversationId,
  user_id: userId,
  /** The person themselves where they left; missing in what was logged before this was. */
  removed_by: userId.optional(),
});
