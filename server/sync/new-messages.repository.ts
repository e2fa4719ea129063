import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { EventRow, ReadHandle } from '../db/handles.ts';

interface Scope {
  conversation_id: ConversationId;
  /** Older places were not sent to this person. */
  joined_place: number;
  first_seq: number;
  /** Of the newest message. */
  seq: number;
}

/** Places of the log: after the first, up to the last. */
export interface PlaceRange {
  after: number;
  upTo: number;
}

const scopesOf = `SELECT participant.conversation_id, participant.joined_place,
    conversation.first_seq, conversation.seq
  FROM participant JOIN conversation ON conversation.id = participant.conversation_id
  WHERE participant.user_id = ?`;

/** A message from before messages had places stands in the log itself: it counts as old. */
function placeOf(handle: ReadHandle, id: ConversationId, seq: number): number {
  const sql = 'SELECT place FROM message WHERE conversation_id = ? AND seq = ?';
  return handle.value<number | null>(sql, [id, seq]) ?? 0;
}

/**
 * The first message behind a place. Places rise with the numbers, so that a few looks find it in any
 * history, and one where nothing is new: no index has to be written with each send.
 */
function firstBehind(handle: ReadHandle, scope: Scope, place: number): number {
  const isNew = (seq: number) => placeOf(handle, scope.conversation_id, seq) > place;
  let old = scope.seq + 1;
  let firstNew = old;
  for (let step = 1; old >= scope.first_seq; step *= 2) {
    old = firstNew - step;
    if (old < scope.first_seq || !isNew(old)) break;
    firstNew = old;
  }
  old = Math.max(old, scope.first_seq - 1);
  while (firstNew - old > 1) {
    const middle = Math.floor((old + firstNew) / 2);
    if (isNew(middle)) firstNew = middle;
    else old = middle;
  }
  return firstNew;
}

function ofScope(
  handle: ReadHandle,
  scope: Scope,
  { after, upTo }: PlaceRange,
  limit: number,
): EventRow[] {
  const first = firstBehind(handle, scope, Math.max(after, scope.joined_place));
  if (first > scope.seq) return [];
  const end = firstBehind(handle, { ...scope, first_seq: first }, upTo);
  const rows = handle.all<{ cursor: number; message_id: MessageId; created_at: number }>(
    `SELECT place AS cursor, id AS message_id, created_at FROM message
     WHERE conversation_id = ? AND seq >= ? AND seq < ? ORDER BY seq LIMIT ?`,
    [scope.conversation_id, first, end, limit],
  );
  return rows.map((row) => ({ ...row, type: 'new_message', data: '{}' }));
}

/** The entries of the log that are messages' rows: the first `limit` for this person, by place. */
export function newMessages(
  handle: ReadHandle,
  userId: UserId,
  range: PlaceRange,
  limit: number,
): EventRow[] {
  return handle
    .all<Scope>(scopesOf, [userId])
    .flatMap((scope) => ofScope(handle, scope, range, limit))
    .sort((one, other) => one.cursor - other.cursor)
    .slice(0, limit);
}
