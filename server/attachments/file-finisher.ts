import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { v7 as uuidv7 } from 'uuid';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { AttachmentId, UserId } from '#protocol/identifiers.ts';
import type { AttachmentDetails } from '../access/attachment-details.ts';
import { blobPartName } from '../blobs/blob-folder.ts';
import type { BlobFolder, BlobPart } from '../blobs/blob-folder.ts';
import { BlobWriter } from '../blobs/blob-writer.ts';
import type { Repository } from '../db/repository.ts';
import type { attachmentsRepository } from './attachments.repository.ts';
import type { Findings } from './inspection/inspection.ts';
import type { Inspector } from './inspection/inspector.ts';
import type { UploadDetails } from './upload-details.ts';
import type { uploadsRepository } from './uploads.repository.ts';

export interface FinisherOptions {
  repository: Repository<typeof uploadsRepository>;
  attachments: Repository<typeof attachmentsRepository>;
  folder: BlobFolder;
  inspector: Inspector;
  /** Empties the write-ahead log; answers whether it could. */
  checkpoint(): Promise<boolean>;
}

/** A sealed file whose bytes are all on disk. */
export interface WholeFile {
  id: AttachmentId;
  uploaderId: UserId;
  key: Uint8Array;
  byteCount: number;
  details: UploadDetails;
}

/** Makes attachments of whole files, and removes those that are erased. */
export class FileFinisher {
  readonly #options: FinisherOptions;

  constructor(options: FinisherOptions) {
    this.#options = options;
  }

  /** Answers once the attachment is durable. @throws AppError ATTACHMENT_REFUSED, STORAGE_FULL */
  async finish(file: WholeFile): Promise<AttachmentInfo> {
    const { id, uploaderId, key, byteCount, details } = file;
    const { repository, folder, inspector } = this.#options;
    const path = folder.fileOf(id);
    const findings = await inspector.inspect({ blob: { path, name: id, key, byteCount }, details });
    const { thumbnail, replacement } = findings;
    const blob =
      replacement === null
        ? { id, key, byteCount }
        : { id: uuidv7(), key: randomBytes(32), byteCount: replacement.length };
    if (replacement !== null) await this.#write(blob.id, 'file', blob.key, replacement);
    if (thumbnail !== null) await this.#write(blob.id, 'thumbnail', blob.key, thumbnail);
    await folder.flush();
    return repository.finish({
      id,
      uploaderId,
      blob: { ...blob, thumbnailByteCount: thumbnail?.length ?? null },
      details: describe(details, findings),
    });
  }

  async #write(id: string, part: BlobPart, key: Uint8Array, bytes: Uint8Array): Promise<void> {
    const { folder } = this.#options;
    const path = folder.fileOf(id, part);
    // An attempt that a crash cut off may have left one.
    await rm(path, { force: true });
    const writer = await BlobWriter.create({ path, name: blobPartName(id, part), key });
    try {
      await writer.append(bytes);
      await writer.finish();
    } finally {
      await writer.close();
    }
  }

  /**
   * Removes the bytes of erased files from the disk, and their keys from the write-ahead log. False
   * where something held them, such as a backup: to be tried again.
   */
  async removeErased(): Promise<boolean> {
    const { attachments, folder } = this.#options;
    const ids = await attachments.erased();
    if (ids.length === 0) return true;
    if (!(await folder.remove(ids))) return false;
    if (!(await this.#options.checkpoint())) return false;
    await attachments.removed(ids);
    return true;
  }
}

/** What the bytes told goes before what the uploader says. */
function describe(details: UploadDetails, findings: Findings): AttachmentDetails {
  const { mimeType, attachmentType, dimensions, durationSeconds } = findings;
  const isTimed = attachmentType !== 'document' && attachmentType !== 'image';
  const duration = isTimed ? (durationSeconds ?? details.durationSeconds) : null;
  const isVoiceNote = attachmentType === 'voice_note';
  return {
    file_name: details.fileName,
    mime_type: mimeType,
    attachment_type: attachmentType,
    ...(duration !== null && { duration_seconds: duration }),
    ...(dimensions !== null && { dimensions }),
    ...(isVoiceNote && details.waveform !== null && { waveform: details.waveform }),
  };
}
