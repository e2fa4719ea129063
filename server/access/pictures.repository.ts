import { AppError } from '#protocol/errors.ts';
import type { AttachmentId, UserId } from '#protocol/identifiers.ts';
import type { WriteHandle } from '../db/handles.ts';
import { eraseAttachment, presentAttachment, selectAttachments } from './attachments.repository.ts';
import type { AttachmentRow } from './attachments.repository.ts';

// What the transactions that give people and groups a picture have to do about the file.

export interface PictureChange {
  /** What it was. */
  before: AttachmentId | null;
  /** What it is to be. */
  after: AttachmentId | null;
  /** Who gives it. */
  uploaderId: UserId;
  /** Enters it where the picture belongs. */
  store: (id: AttachmentId | null) => void;
}

/**
 * Puts a picture in the place of another, whose file is erased. False where it is the same.
 * @throws AppError ATTACHMENT_NOT_FOUND unless it is the uploader's, whole, and not used yet;
 *   ATTACHMENT_REFUSED unless it is a picture
 */
export function changePicture(
  handle: WriteHandle,
  { before, after, uploaderId, store }: PictureChange,
): boolean {
  if (before === after) return false;
  if (after !== null) takePicture(handle, after, uploaderId);
  store(after);
  if (before !== null) eraseAttachment(handle, before);
  return true;
}

function takePicture(handle: WriteHandle, id: AttachmentId, uploaderId: UserId): void {
  const row = handle.get<AttachmentRow>(
    `${selectAttachments} WHERE attachment.id = ? AND attachment.uploader_id = ?
       AND attachment.message_id IS NULL AND attachment.is_avatar = 0`,
    [id, uploaderId],
  );
  if (row === undefined) throw new AppError('ATTACHMENT_NOT_FOUND');
  const isPicture = presentAttachment(row).attachment_type === 'image';
  if (!isPicture || row.thumbnail_byte_count === null) {
    throw new AppError('ATTACHMENT_REFUSED', { detail: 'This file is not a picture' });
  }
  handle.run('UPDATE attachment SET is_avatar = 1 WHERE id = ?', [id]);
}
