import { AppError } from '#protocol/errors.ts';
import type { MessageId, UserId } from '#protocol/identifiers.ts';
import { eraseAttachmentsOf } from '../access/attachments.repository.ts';
import { groupRole, requireMayWrite } from '../access/may-write.repository.ts';
import type { WriteHandle } from '../db/handles.ts';
import { noteRemovedId } from './message-id.repository.ts';
import { presentMessages, selectMessages } from './message-rows.repository.ts';
import type { MessageRow } from './message-rows.repository.ts';
import { eraseText, openText, replaceText } from './sealed-text.repository.ts';

export interface EditInput {
  messageId: MessageId;
  editorId: UserId;
  content: string;
}

export interface DeleteInput {
  messageId: MessageId;
  userId: UserId;
}

/** @throws AppError MESSAGE_NOT_FOUND */
function requireRow(handle: WriteHandle, id: MessageId): MessageRow {
  const row = handle.get<MessageRow>(`${selectMessages} WHERE message.id = ?`, [id]);
  if (row === undefined) throw new AppError('MESSAGE_NOT_FOUND');
  return row;
}

function isGone(row: MessageRow, now: number): boolean {
  const isDue = row.self_destruct_at !== null && row.self_destruct_at <= now;
  return isDue || row.is_destroyed === 1 || row.deleted_at !== null;
}

/**
 * Changes a text; its timer and who has read it stay as they are. The same text again changes
 * nothing. Answers whether an earlier text was overwritten.
 */
export function editMessage(handle: WriteHandle, input: EditInput): boolean {
  const { messageId, editorId: userId, content } = input;
  const row = requireRow(handle, messageId);
  const { conversation_id } = row;
  if (row.sender_id !== userId) throw new AppError('FORBIDDEN');
  requireMayWrite(handle, { userId, conversationId: conversation_id }, 'MESSAGE_NOT_FOUND');
  if (isGone(row, handle.now)) throw new AppError('MESSAGE_GONE');
  const before = row.sealed_content === null ? row.content : openText(handle, row);
  if (before === content) return false;
  replaceText(handle, row, content);
  handle.run('UPDATE message SET edited_at = ? WHERE id = ?', [handle.now, messageId]);
  const [message] = presentMessages(handle, [requireRow(handle, messageId)]);
  if (message === undefined) throw new Error('the edited message is not there');
  handle.emit({ conversation_id }, { type: 'message_updated', conversation_id, message });
  return true;
}

/** Leaves a tombstone; nothing happens to one that is a tombstone already. Answers whether it was none. */
export function deleteMessage(handle: WriteHandle, { messageId, userId }: DeleteInput): boolean {
  const row = requireRow(handle, messageId);
  const { conversation_id } = row;
  const role = groupRole(handle, { userId, conversationId: conversation_id });
  if (row.sender_id !== userId && role !== 'admin') throw new AppError('FORBIDDEN');
  if (row.is_destroyed === 1 || row.deleted_at !== null) return false;
  eraseMessage(handle, row);
  // Without its timer: it cannot be destroyed a second time.
  handle.run('UPDATE message SET deleted_at = ?, self_destruct_at = NULL WHERE id = ?', [
    handle.now,
    messageId,
  ]);
  handle.emit(
    { conversation_id },
    { type: 'message_deleted', conversation_id, message_id: messageId },
  );
  return true;
}

/** Destroys a message whose time has come. */
export function destroyMessage(handle: WriteHandle, row: MessageRow): void {
  eraseMessage(handle, row);
  const { id: message_id, conversation_id } = row;
  handle.run('UPDATE message SET is_destroyed = 1 WHERE id = ?', [message_id]);
  handle.emit({ conversation_id }, { type: 'message_destroyed', conversation_id, message_id });
}

/** Its time is over by the rules of retention: nothing is left of it, not even a tombstone. */
export function removeMessage(handle: WriteHandle, row: MessageRow): void {
  eraseMessage(handle, row);
  // This takes a message with a file and without a text out of the search index.
  handle.run('UPDATE message SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL', [
    handle.now,
    row.id,
  ]);
  noteRemovedId(handle, row.id);
  handle.run('DELETE FROM message WHERE conversation_id = ? AND seq = ?', [
    row.conversation_id,
    row.seq,
  ]);
}

/** Everything that a tombstone must not keep: whatever hangs on a message is erased here. */
function eraseMessage(handle: WriteHandle, row: MessageRow): void {
  eraseText(handle, row);
  eraseAttachmentsOf(handle, row.id);
  handle.run('DELETE FROM reaction WHERE conversation_id = ? AND seq = ?', [
    row.conversation_id,
    row.seq,
  ]);
  handle.run(
    `DELETE FROM event
     WHERE message_id = ? AND type IN ('reaction_added', 'reaction_removed')`,
    [row.id],
  );
}
