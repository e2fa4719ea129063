import type { AttachmentInfo } from '#protocol/attachments.ts';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentId, ConversationId, UserId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import {
  eraseAttachment,
  presentAttachment,
  selectAttachments,
  storeFileKey,
} from '../access/attachments.repository.ts';
import type { AttachmentRow } from '../access/attachments.repository.ts';
import { openValue, sealValue } from '../blobs/sealed-value.ts';
import type { ReadHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';

/** A file with what is needed to decide who may have it, and to read it. */
export interface StoredAttachment {
  id: AttachmentId;
  uploaderId: UserId;
  /** Null until a message carries it, or a group has it as its picture. */
  conversationId: ConversationId | null;
  /** It is a person's picture. */
  isPortrait: boolean;
  /** It belongs to a message with a timer. */
  isSelfDestructing: boolean;
  blob: { id: string; key: Uint8Array; byteCount: number; thumbnailByteCount: number | null };
  info: AttachmentInfo;
}

interface StoredRow extends AttachmentRow {
  uploader_id: UserId;
  conversation_id: ConversationId | null;
  is_portrait: number;
  self_destruct_at: number | null;
  blob_id: string;
  blob_key: Buffer;
}

function stored(handle: ReadHandle, id: AttachmentId): StoredAttachment | null {
  const row = handle.get<StoredRow>(
    `SELECT shown.*, attachment.uploader_id, attachment.blob_id,
       blob_key.key AS blob_key, message.self_destruct_at,
       coalesce(message.conversation_id, pictured.id) AS conversation_id,
       EXISTS (SELECT 1 FROM user WHERE user.avatar_id = attachment.id) AS is_portrait
     FROM (${selectAttachments} WHERE attachment.id = ?) AS shown
     JOIN attachment ON attachment.id = shown.id
     JOIN blob ON blob.id = attachment.blob_id
     JOIN file_key AS blob_key ON blob_key.id = blob.key_id
     LEFT JOIN message ON message.id = attachment.message_id
     LEFT JOIN conversation AS pictured ON pictured.avatar_id = attachment.id`,
    [id],
  );
  if (row === undefined) return null;
  return {
    id: row.id,
    uploaderId: row.uploader_id,
    conversationId: row.conversation_id,
    isPortrait: row.is_portrait === 1,
    isSelfDestructing: row.self_destruct_at !== null,
    blob: {
      id: row.blob_id,
      key: row.blob_key,
      byteCount: row.byte_count,
      thumbnailByteCount: row.thumbnail_byte_count,
    },
    info: presentAttachment(row),
  };
}

export const attachmentsRepository = defineRepository({
  name: 'attachments',
  reads: {
    find(handle, id: AttachmentId): StoredAttachment | null {
      return stored(handle, id);
    },
    /** Of all blobs on disk, thumbnails not counted. */
    storedBytes(handle): number {
      return handle.oneValue<number>('SELECT total(byte_count) FROM blob');
    },
    /** The names of all sealed files that there should be. */
    blobIds(handle): string[] {
      return handle
        .all<{ id: string }>('SELECT id FROM blob UNION ALL SELECT id FROM upload')
        .map(({ id }) => id);
    },
    /** Files that are erased and whose bytes are still to be removed. */
    erased(handle): string[] {
      return handle.all<{ id: string }>('SELECT id FROM erased_blob').map(({ id }) => id);
    },
  },
  writes: {
    /** @throws AppError ATTACHMENT_NOT_FOUND when it was erased meanwhile */
    copy(
      handle,
      input: { id: AttachmentId; newId: AttachmentId; ownerId: UserId },
    ): AttachmentInfo {
      const original = handle.get<{
        blob_id: string;
        byte_count: number;
        details: Buffer;
        key: Buffer;
      }>(
        `SELECT blob_id, byte_count, details, file_key.key FROM attachment
         JOIN file_key ON file_key.id = attachment.key_id WHERE attachment.id = ?`,
        [input.id],
      );
      if (original === undefined) throw new AppError('ATTACHMENT_NOT_FOUND');
      const keyId = storeFileKey(handle);
      const key = handle.oneValue<Buffer>('SELECT key FROM file_key WHERE id = ?', [keyId]);
      const details = openValue(original.key, input.id, original.details);
      handle.run(
        `INSERT INTO attachment (id, uploader_id, blob_id, byte_count, key_id, details, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [
          input.newId,
          input.ownerId,
          original.blob_id,
          original.byte_count,
          keyId,
          sealValue(key, input.newId, details),
          handle.now,
        ],
      );
      const row = handle.one<AttachmentRow>(`${selectAttachments} WHERE attachment.id = ?`, [
        input.newId,
      ]);
      return presentAttachment(row);
    },
    /** Erases a file that its uploader has not sent. @throws AppError ATTACHMENT_NOT_FOUND */
    eraseUnsent(handle, input: { id: AttachmentId; uploaderId: UserId }): void {
      const found = handle.value<string>(
        `SELECT id FROM attachment
         WHERE id = ? AND uploader_id = ? AND message_id IS NULL AND is_avatar = 0`,
        [input.id, input.uploaderId],
      );
      if (found === undefined) throw new AppError('ATTACHMENT_NOT_FOUND');
      eraseAttachment(handle, input.id);
    },
    /** Erases files that were not sent in time, and those whose message is no more. */
    eraseOrphans(handle): number {
      const lifetimeMs = limits.unsentAttachmentLifetimeSeconds * 1000;
      const rows = handle.all<{ id: AttachmentId }>(
        `SELECT id FROM attachment
         WHERE message_id IS NULL AND is_avatar = 0 AND created_at <= ?
         UNION ALL
         SELECT attachment.id FROM attachment
         LEFT JOIN message ON message.id = attachment.message_id
         WHERE attachment.message_id IS NOT NULL
           AND (message.id IS NULL OR message.is_destroyed = 1)`,
        [handle.now - lifetimeMs],
      );
      for (const { id } of rows) eraseAttachment(handle, id);
      return rows.length;
    },
    removed(handle, ids: readonly string[]): void {
      for (const id of ids) handle.run('DELETE FROM erased_blob WHERE id = ?', [id]);
    },
  },
});
