import { randomBytes } from 'node:crypto';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentId, MessageId, UserId } from '#protocol/identifiers.ts';
import { openValue } from '../blobs/sealed-value.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';
import type { AttachmentDetails } from './attachment-details.ts';
import { downloadToken } from './download-links.ts';

// What a message's own transaction has to know and do about the files that it carries.

export interface AttachmentRow {
  id: AttachmentId;
  message_id: MessageId | null;
  byte_count: number;
  details: Buffer;
  details_key: Buffer;
  thumbnail_byte_count: number | null;
  /** Signs addresses. */
  link_secret: Buffer;
}

/** Select list and joins for files as the API shows them; conditions on `attachment` follow. */
export const selectAttachments = `SELECT attachment.id, attachment.message_id,
    attachment.byte_count, attachment.details, details_key.key AS details_key,
    blob.thumbnail_byte_count, secret.value AS link_secret
  FROM attachment
  JOIN file_key AS details_key ON details_key.id = attachment.key_id
  JOIN blob ON blob.id = attachment.blob_id
  JOIN meta AS secret ON secret.name = 'token_secret'`;

export function presentAttachment(row: AttachmentRow): AttachmentInfo {
  const token = downloadToken(row.link_secret, row.id, Date.now());
  const path = `/api/v1/attachments/${row.id}`;
  const details = openValue(row.details_key, row.id, row.details) as AttachmentDetails;
  return {
    id: row.id,
    file_size: row.byte_count,
    ...details,
    download_url: `${path}?token=${token}`,
    ...(row.thumbnail_byte_count !== null && {
      thumbnail_url: `${path}/thumbnail?token=${token}`,
    }),
  };
}

/** The files of each of the messages, in their order, in one query. */
export function attachmentsOf(
  handle: ReadHandle,
  messageIds: readonly MessageId[],
): Map<MessageId, AttachmentInfo[]> {
  const found = new Map<MessageId, AttachmentInfo[]>();
  if (messageIds.length === 0) return found;
  const rows = handle.all<AttachmentRow & { message_id: MessageId }>(
    `${selectAttachments}
     WHERE attachment.message_id IN (SELECT value FROM json_each(?))
     ORDER BY attachment.message_id, attachment.position`,
    [JSON.stringify(messageIds)],
  );
  for (const row of rows) {
    const files = found.get(row.message_id) ?? [];
    files.push(presentAttachment(row));
    found.set(row.message_id, files);
  }
  return found;
}

/**
 * Makes a new message carry the sender's files, in this order.
 * @throws AppError ATTACHMENT_NOT_FOUND unless each is theirs, whole, and not sent yet
 */
export function attachToMessage(
  handle: WriteHandle,
  ids: readonly AttachmentId[],
  { messageId, senderId }: { messageId: MessageId; senderId: UserId },
): void {
  for (const [position, id] of ids.entries()) {
    const { changes } = handle.run(
      `UPDATE attachment SET message_id = ?, position = ?
       WHERE id = ? AND uploader_id = ? AND message_id IS NULL AND is_avatar = 0`,
      [messageId, position, id, senderId],
    );
    if (changes === 0) throw new AppError('ATTACHMENT_NOT_FOUND');
  }
}

/** Erases what a message carried: keys and rows now, files right after the commit. */
export function eraseAttachmentsOf(handle: WriteHandle, messageId: MessageId): void {
  const rows = handle.all<{ id: AttachmentId }>('SELECT id FROM attachment WHERE message_id = ?', [
    messageId,
  ]);
  for (const { id } of rows) eraseAttachment(handle, id);
}

/** A new key; the number of its row. */
export function storeFileKey(handle: WriteHandle, key: Uint8Array = randomBytes(32)): number {
  return Number(handle.value('INSERT INTO file_key (key) VALUES (?) RETURNING id', [key]));
}

/** A key is overwritten by as many bytes, which SQLite does in place. */
export function eraseFileKey(handle: WriteHandle, keyId: number): void {
  handle.run('UPDATE file_key SET key = zeroblob(32) WHERE id = ?', [keyId]);
}

/** Erases a file, and its bytes too unless somebody else has them as well. */
export function eraseAttachment(handle: WriteHandle, id: AttachmentId): void {
  eraseKeyOf(handle, 'attachment', id);
  const erase = 'DELETE FROM attachment WHERE id = ? RETURNING blob_id';
  for (const { blob_id } of handle.all<{ blob_id: string }>(erase, [id])) {
    const others = 'SELECT 1 FROM attachment WHERE blob_id = ? LIMIT 1';
    if (handle.value<number>(others, [blob_id]) !== undefined) continue;
    eraseKeyOf(handle, 'blob', blob_id);
    handle.run('DELETE FROM blob WHERE id = ?', [blob_id]);
    handle.run('INSERT OR IGNORE INTO erased_blob (id) VALUES (?)', [blob_id]);
  }
}

function eraseKeyOf(handle: WriteHandle, table: 'attachment' | 'blob', id: string): void {
  handle.run(
    `UPDATE file_key SET key = zeroblob(32) WHERE id = (SELECT key_id FROM ${table} WHERE id = ?)`,
    [id],
  );
}
