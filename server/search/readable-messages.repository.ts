import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { ReadHandle } from '../db/handles.ts';
import { openText } from '../messages/sealed-text.repository.ts';
import { findPhrases } from './search-query.ts';
import type { Phrase } from './search-query.ts';
import { tokenize } from './text-tokens.ts';

export interface FindInput {
  userId: UserId;
  phrases: Phrase[];
  conversationId: ConversationId | null;
  senderId: UserId | null;
  /** Milliseconds since 1970: sent then or later. */
  sentAfter: number | null;
  /** Milliseconds since 1970: sent earlier. */
  sentBefore: number | null;
  hasFile: boolean;
  /** Older than this message. */
  before: MessageId | null;
  limit: number;
}

/** The clock may have been set back between a message's id and its time of sending. */
const clockSlackMs = 86_400_000;

export interface ScannedRow {
  id: MessageId;
  content: string;
  sealed_content: Buffer | null;
  text_key_id: number | null;
  has_file: number;
}

/** Conditions on `message` that every way of finding shares; `$user` must take part now. */
export const readable = `participant.user_id = $user
  AND ($conversation IS NULL OR message.conversation_id = $conversation)
  AND ($sender IS NULL OR message.sender_id = $sender)
  AND ($sentAfter IS NULL OR message.created_at >= $sentAfter)
  AND ($sentBefore IS NULL OR message.created_at < $sentBefore)`;

export function readableParameters(input: FindInput) {
  return {
    user: input.userId,
    conversation: input.conversationId,
    sender: input.senderId,
    sentAfter: input.sentAfter,
    sentBefore: input.sentBefore,
  };
}

/** The beginning that ids of this millisecond have: ids are UUIDs of version 7. */
function idAt(timeMs: number): string {
  const digits = Math.max(timeMs, 0).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}

/** Ids lie between these, the ends left out. */
export function idBounds({ before, sentAfter, sentBefore }: FindInput): {
  above: string;
  below: string;
} {
  const latest = sentBefore === null ? '~' : idAt(sentBefore + clockSlackMs);
  return {
    above: sentAfter === null ? '' : idAt(sentAfter),
    below: before !== null && before < latest ? before : latest,
  };
}

export function holds(handle: ReadHandle, row: ScannedRow, phrases: readonly Phrase[]): boolean {
  const text = row.sealed_content === null ? row.content : openText(handle, row);
  const isTombstone = text === '' && row.has_file === 0;
  return !isTombstone && findPhrases(tokenize(text), phrases) !== null;
}
