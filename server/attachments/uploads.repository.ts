import type { AttachmentInfo } from '#protocol/attachments.ts';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentId, UserId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import {
  eraseFileKey,
  presentAttachment,
  selectAttachments,
  storeFileKey,
} from '../access/attachments.repository.ts';
import type { AttachmentDetails } from '../access/attachment-details.ts';
import type { AttachmentRow } from '../access/attachments.repository.ts';
import { openValue, sealValue } from '../blobs/sealed-value.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';
import type { UploadDetails } from './upload-details.ts';

/** A file that is not whole yet. */
export interface Upload {
  id: AttachmentId;
  uploaderId: UserId;
  key: Uint8Array;
  byteCount: number;
  offset: number;
  tail: Uint8Array;
  details: UploadDetails;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** Space that files take, in bytes: what is promised to unfinished uploads counts as taken. */
export interface UsedSpace {
  byUser: number;
  byAll: number;
  /** Of unfinished uploads, what has not come yet. */
  toCome: number;
}

/** A file that is whole. */
export interface FinishedFile {
  id: AttachmentId;
  uploaderId: UserId;
  blob: { id: string; key: Uint8Array; byteCount: number; thumbnailByteCount: number | null };
  details: AttachmentDetails;
}

interface UploadRow {
  id: AttachmentId;
  uploader_id: UserId;
  key_id: number;
  key: Buffer;
  byte_count: number;
  byte_offset: number;
  tail: Buffer;
  details: Buffer;
  expires_at: number;
}

const selectUploads = `SELECT upload.*, file_key.key FROM upload
  JOIN file_key ON file_key.id = upload.key_id`;

function lifetimeFrom(now: number): number {
  return now + limits.unsentAttachmentLifetimeSeconds * 1000;
}

function fromRow(row: UploadRow): Upload {
  return {
    id: row.id,
    uploaderId: row.uploader_id,
    key: row.key,
    byteCount: row.byte_count,
    offset: row.byte_offset,
    tail: row.tail,
    details: openValue(row.key, row.id, row.details) as UploadDetails,
    expiresAt: row.expires_at,
  };
}

function byId(handle: ReadHandle, id: AttachmentId): UploadRow | undefined {
  return handle.get<UploadRow>(`${selectUploads} WHERE upload.id = ?`, [id]);
}

function usedSpace(handle: ReadHandle, userId: UserId): UsedSpace {
  const sum = (sql: string, ...values: string[]) => handle.oneValue<number>(sql, values);
  return {
    byUser:
      sum('SELECT total(byte_count) FROM attachment WHERE uploader_id = ?', userId) +
      sum('SELECT total(byte_count) FROM upload WHERE uploader_id = ?', userId),
    byAll: sum('SELECT total(byte_count) FROM blob') + sum('SELECT total(byte_count) FROM upload'),
    toCome: sum('SELECT total(byte_count - byte_offset) FROM upload'),
  };
}

/** Removes the row; the key stays where the file is kept, and is overwritten where it is not. */
function removeUpload(handle: WriteHandle, id: AttachmentId): void {
  handle.run('DELETE FROM upload WHERE id = ?', [id]);
}

function giveUp(handle: WriteHandle, { id, key_id }: UploadRow): void {
  eraseFileKey(handle, key_id);
  removeUpload(handle, id);
  handle.run('INSERT OR IGNORE INTO erased_blob (id) VALUES (?)', [id]);
}

export const uploadsRepository = defineRepository({
  name: 'uploads',
  reads: {
    find(handle, id: AttachmentId): Upload | null {
      const row = byId(handle, id);
      return row === undefined ? null : fromRow(row);
    },
    usedSpace(handle, userId: UserId): UsedSpace {
      return usedSpace(handle, userId);
    },
  },
  writes: {
    begin(
      handle,
      input: Pick<Upload, 'id' | 'uploaderId' | 'byteCount' | 'key' | 'details'>,
    ): Upload {
      const { id, uploaderId, byteCount, key, details } = input;
      const keyId = storeFileKey(handle, key);
      handle.run(
        `INSERT INTO upload (id, uploader_id, key_id, byte_count, byte_offset, tail, details,
           expires_at)
         VALUES (?, ?, ?, ?, 0, x'', ?, ?)`,
        [id, uploaderId, keyId, byteCount, sealValue(key, id, details), lifetimeFrom(handle.now)],
      );
      return fromRow(handle.one<UploadRow>(`${selectUploads} WHERE upload.id = ?`, [id]));
    },
    /** Once the bytes before the offset are on disk. @throws AppError UPLOAD_GONE */
    advance(handle, input: { id: AttachmentId; offset: number; tail: Uint8Array }): void {
      const { changes } = handle.run(
        'UPDATE upload SET byte_offset = ?, tail = ?, expires_at = ? WHERE id = ?',
        [input.offset, input.tail, lifetimeFrom(handle.now), input.id],
      );
      if (changes === 0) throw new AppError('UPLOAD_GONE');
    },
    /** The upload, where there was one, becomes an attachment of the same id. */
    finish(handle, { id, uploaderId, blob, details }: FinishedFile): AttachmentInfo {
      const upload = byId(handle, id);
      if (upload !== undefined) {
        removeUpload(handle, id);
        if (blob.id !== id) {
          eraseFileKey(handle, upload.key_id);
          handle.run('INSERT OR IGNORE INTO erased_blob (id) VALUES (?)', [id]);
        }
      }
      const blobKeyId =
        upload !== undefined && blob.id === id ? upload.key_id : storeFileKey(handle, blob.key);
      handle.run(
        'INSERT INTO blob (id, key_id, byte_count, thumbnail_byte_count) VALUES (?, ?, ?, ?)',
        [blob.id, blobKeyId, blob.byteCount, blob.thumbnailByteCount],
      );
      insertAttachment(handle, { id, uploaderId, blob, details });
      const row = handle.one<AttachmentRow>(`${selectAttachments} WHERE attachment.id = ?`, [id]);
      return presentAttachment(row);
    },
    /** Gives an unfinished upload up; false where there is none. */
    giveUp(handle, id: AttachmentId): boolean {
      const row = byId(handle, id);
      if (row !== undefined) giveUp(handle, row);
      return row !== undefined;
    },
    /** Gives up what nobody has gone on with for too long; answers how many. */
    giveUpExpired(handle): number {
      const rows = handle.all<UploadRow>(`${selectUploads} WHERE upload.expires_at <= ?`, [
        handle.now,
      ]);
      for (const row of rows) giveUp(handle, row);
      return rows.length;
    },
  },
});

/** A row of an attachment whose blob is there, under a new key of its own. */
function insertAttachment(
  handle: WriteHandle,
  { id, uploaderId, blob, details }: FinishedFile,
): void {
  const keyId = storeFileKey(handle);
  const key = handle.oneValue<Buffer>('SELECT key FROM file_key WHERE id = ?', [keyId]);
  handle.run(
    `INSERT INTO attachment (id, uploader_id, blob_id, byte_count, key_id, details, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [id, uploaderId, blob.id, blob.byteCount, keyId, sealValue(key, id, details), handle.now],
  );
}
