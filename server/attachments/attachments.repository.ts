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

/** Looking for the message of each takes a tenth of a millisecond. */
const lookedAtAtOnce = 200;

function leftAmong(handle: ReadHandle, ids: readonly AttachmentId[]): { id: AttachmentId }[] {
  return handle.all(
    `SELECT attachment.id FROM attachment
     LEFT JOIN message ON message.id = attachment.message_id
     WHERE attachment.id IN (SELECT value FROM json_each(?)) AND attachment.message_id IS NOT NULL
       AND (message.id IS NULL OR message.is_destroyed = 1)`,
    [JSON.stringify(ids)],
  );
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
    /**
     * Which of the next files, in the order of their ids, were left by a message that is no more.
     * @returns and the last of those that were looked at; null after all of them
     */
    left(handle, after: string): { ids: AttachmentId[]; last: AttachmentId | null } {
      const page = handle.all<{ id: AttachmentId }>(
        'SELECT id FROM attachment WHERE id > ? ORDER BY id LIMIT ?',
        [after, lookedAtAtOnce],
      );
      const looked = page.map(({ id }) => id);
      const ids = leftAmong(handle, looked).map(({ id }) => id);
      return { ids, last: looked.at(-1) ?? null };
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
    /** Erases files that were not sent in time. */
    eraseUnsentInTime(handle): void {
      const lifetimeMs = limits.unsentAttachmentLifetimeSeconds * 1000;
      const rows = handle.all<{ id: AttachmentId }>(
        `SELECT id FROM attachment
         WHERE message_id IS NULL AND is_avatar = 0 AND created_at <= ?`,
        [handle.now - lifetimeMs],
      );
      for (const { id } of rows) eraseAttachment(handle, id);
    },
    /** Erases those of them whose message is no more. */
    eraseLeft(handle, ids: readonly AttachmentId[]): void {
      for (const { id } of leftAmong(handle, ids)) eraseAttachment(handle, id);
    },
    removed(handle, ids: readonly string[]): void {
      for (const id of ids) handle.run('DELETE FROM erased_blob WHERE id = ?', [id]);
    },
  },
});
