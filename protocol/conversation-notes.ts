import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { defineReplayableEvent } from './event.ts';
import { conversationId, timestamp, userId } from './identifiers.ts';
import { limits } from './limits.ts';

export const noteKind = z.enum([
  'created',
  'renamed',
  'pictured',
  'picture_removed',
  'added',
  'removed',
  'left',
  'made_admin',
  'made_member',
]);

/** Somebody whom a note names, by the name they have now; they may have left since. */
export const notedPerson = z.object({
  user_id: userId,
  /** A bot's ends in `[bot]`. Not in events from before it was told. */
  username: z.string().optional(),
  display_name: z.string(),
});

/** What happened to a group, in the place in its history where it happened. */
export const conversationNote = z.object({
  /** 1, 2, 3… in its conversation, without gaps; a sequence of its own beside the messages'. */
  number: z.int().min(1),
  /** It stands after the message with this number; 0 before the first. */
  after_seq: z.int().min(0),
  kind: noteKind,
  /** Null where the server did it: the last admin's role passed on. */
  actor: notedPerson.nullable(),
  /** Whom it was done to; empty where it concerns the group or only the actor. */
  subjects: z.array(notedPerson),
  /** The group's name, where the note gives it one. */
  name: z.string().nullable(),
  created_at: timestamp,
});
export type ConversationNote = z.infer<typeof conversationNote>;

export const listNotes = defineEndpoint({
  method: 'GET',
  path: '/api/v1/messages/conversations/{conversation_id}/notes',
  summary: 'What happened to a group between two of its messages, newest first',
  tag: 'conversations',
  access: 'user',
  scope: 'conversations:read',
  params: z.object({ conversation_id: conversationId }),
  query: z.object({
    limit: z.int().min(1).max(limits.notePageMax).default(limits.notePageDefault),
    /** Both bounds belong to the range. */
    from_seq: z.int().min(0).default(0),
    to_seq: z.int().min(0).optional(),
    before_number: z.int().min(1).optional(),
  }),
  answers: { 200: z.array(conversationNote) },
  errors: ['CONVERSATION_NOT_FOUND'],
});

export const conversationNoteAdded = defineReplayableEvent('conversation_note', {
  conversation_id: conversationId,
  note: conversationNote,
});
