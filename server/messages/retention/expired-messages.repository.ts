import type { ConversationId } from '#protocol/identifiers.ts';
import type { ReadHandle, WriteHandle } from '../../db/handles.ts';
import { removeMessage } from '../message-changes.repository.ts';
import type { MessageRow } from '../message-rows.repository.ts';
import { earliestIdAt } from '../message-id.repository.ts';

export const dayMs = 86_400_000;

/** The rule that holds in a conversation, as SQL; `conversation` is its row. */
export const keepDaysOf = `CASE
  WHEN EXISTS (SELECT 1 FROM conversation_retention AS own WHERE own.conversation_id = conversation.id)
  THEN (SELECT own.keep_days FROM conversation_retention AS own
    WHERE own.conversation_id = conversation.id)
  ELSE (SELECT keep_days FROM retention) END`;

export interface ExpireInput {
  conversationId: ConversationId;
  believedAt: number;
  limit: number;
}

/**
 * For how many days messages stay: as the rule says and as its members know, whichever is longer. Null
 * is for ever.
 */
function keptFor(handle: ReadHandle, id: ConversationId): number | null {
  const row = handle.get<{ told: number | null; holds: number | null }>(
    `SELECT keep_days AS told, ${keepDaysOf} AS holds FROM conversation WHERE id = ?`,
    [id],
  );
  if (row === undefined || row.told === null || row.holds === null) return null;
  return Math.max(row.told, row.holds);
}

/**
 * The oldest of a conversation whose time is over, up to the first whose time is not. The time of
 * sending is the clock's; where that had been set back, the id says more: it is after all earlier ones.
 */
function oldestExpired(
  handle: ReadHandle,
  { conversationId, believedAt, limit }: ExpireInput,
): MessageRow[] {
  const days = keptFor(handle, conversationId);
  if (days === null) return [];
  const sentBefore = believedAt - days * dayMs;
  const idBefore = earliestIdAt(sentBefore);
  const rows = handle.all<MessageRow>(
    'SELECT * FROM message WHERE conversation_id = ? ORDER BY seq LIMIT ?',
    [conversationId, limit],
  );
  const firstKept = rows.findIndex((row) => row.created_at > sentBefore || row.id >= idBefore);
  return firstKept === -1 ? rows : rows.slice(0, firstKept);
}

/** Removes some whose time is over and tells the members; answers how many. */
export function expireOldest(handle: WriteHandle, input: ExpireInput): number {
  const { conversationId: conversation_id } = input;
  const rows = oldestExpired(handle, input);
  const last = rows.at(-1);
  if (last === undefined) return 0;
  for (const row of rows) removeMessage(handle, row);
  const first_seq = last.seq + 1;
  handle.run('UPDATE conversation SET first_seq = ? WHERE id = ?', [first_seq, conversation_id]);
  const message_ids = rows.map(({ id }) => id);
  handle.emit(
    { conversation_id },
    { type: 'messages_expired', conversation_id, first_seq, message_ids },
  );
  return rows.length;
}

/** About how many messages of a conversation are older than a time: the numbers follow the time. */
export function countOlder(
  handle: ReadHandle,
  conversation: { id: ConversationId; first_seq: number; seq: number },
  sentBefore: number,
): number {
  const sentAt = (seq: number) =>
    handle.value<number>('SELECT created_at FROM message WHERE conversation_id = ? AND seq = ?', [
      conversation.id,
      seq,
    ]) ?? Number.POSITIVE_INFINITY;
  let first = conversation.first_seq;
  let end = conversation.seq + 1;
  while (first < end) {
    const middle = Math.floor((first + end) / 2);
    if (sentAt(middle) <= sentBefore) first = middle + 1;
    else end = middle;
  }
  return first - conversation.first_seq;
}
