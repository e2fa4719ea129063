import { AppError } from '#protocol/errors.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import { requireMayWrite } from '../access/may-write.repository.ts';
import type { WriteHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';
import { groupReactions } from './group-reactions.ts';
import type { ReactionRow } from './group-reactions.ts';

export interface ReactionInput {
  messageId: MessageId;
  userId: UserId;
  /** In its canonical form. */
  emoji: string;
}

interface Place {
  conversation_id: ConversationId;
  seq: number;
  is_gone: number;
}

/** @throws AppError MESSAGE_NOT_FOUND */
function placeOf(handle: WriteHandle, id: MessageId): Place {
  const place = handle.get<Place>(
    `SELECT conversation_id, seq, (is_destroyed = 1 OR deleted_at IS NOT NULL
       OR coalesce(self_destruct_at <= ?, 0)) AS is_gone FROM message WHERE id = ?`,
    [handle.now, id],
  );
  if (place === undefined) throw new AppError('MESSAGE_NOT_FOUND');
  return place;
}

function reactionsAt(handle: WriteHandle, { conversation_id, seq }: Place): ReactionRow[] {
  return handle.all<ReactionRow>(
    'SELECT emoji, user_id FROM reaction WHERE conversation_id = ? AND seq = ? ORDER BY place',
    [conversation_id, seq],
  );
}

function requireRoom(rows: readonly ReactionRow[], { userId, emoji }: ReactionInput): void {
  const kinds = new Set(rows.map((row) => row.emoji));
  const own = rows.filter((row) => row.user_id === userId);
  const isFull = !kinds.has(emoji) && kinds.size >= limits.reactionEmojiMax;
  if (isFull || own.length >= limits.reactionsOfOnePersonMax) {
    throw new AppError('TOO_MANY_REACTIONS');
  }
}

function announce(
  handle: WriteHandle,
  type: 'reaction_added' | 'reaction_removed',
  place: Place,
  { messageId: message_id, userId: user_id, emoji }: ReactionInput,
): void {
  const { conversation_id } = place;
  const reactions = groupReactions(reactionsAt(handle, place));
  const event = { type, conversation_id, message_id, user_id, emoji, reactions } as const;
  handle.emit({ conversation_id }, event);
}

export const reactionsRepository = defineRepository({
  name: 'reactions',
  reads: {},
  writes: {
    /** The same reaction again changes nothing. */
    add(handle, input: ReactionInput): void {
      const { messageId, userId, emoji } = input;
      const place = placeOf(handle, messageId);
      const { conversation_id: conversationId, seq } = place;
      requireMayWrite(handle, { userId, conversationId }, 'MESSAGE_NOT_FOUND');
      if (place.is_gone === 1) throw new AppError('MESSAGE_GONE');
      const rows = reactionsAt(handle, place);
      if (rows.some((row) => row.user_id === userId && row.emoji === emoji)) return;
      requireRoom(rows, input);
      handle.run(
        `INSERT INTO reaction (conversation_id, seq, user_id, emoji, place) VALUES (?, ?, ?, ?, ?)`,
        [conversationId, seq, userId, emoji, handle.place],
      );
      announce(handle, 'reaction_added', place, input);
    },
    /** One that is not there changes nothing. Taking back is open to former friends too. */
    remove(handle, input: ReactionInput): void {
      const place = placeOf(handle, input.messageId);
      const { changes } = handle.run(
        'DELETE FROM reaction WHERE conversation_id = ? AND seq = ? AND user_id = ? AND emoji = ?',
        [place.conversation_id, place.seq, input.userId, input.emoji],
      );
      if (changes > 0) announce(handle, 'reaction_removed', place, input);
    },
  },
});
