import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { AttachmentId, UserId } from '#protocol/identifiers.ts';
import type { AttachmentDetails } from '../access/attachment-details.ts';
import type { BlobFolder } from '../blobs/blob-folder.ts';
import type { Repository } from '../db/repository.ts';
import type { attachmentsRepository } from './attachments.repository.ts';
import type { UploadDetails } from './upload-details.ts';
import type { uploadsRepository } from './uploads.repository.ts';

export interface FinisherOptions {
  repository: Repository<typeof uploadsRepository>;
  attachments: Repository<typeof attachmentsRepository>;
  folder: BlobFolder;
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

  async finish({ id, uploaderId, key, byteCount, details }: WholeFile): Promise<AttachmentInfo> {
    const described: AttachmentDetails = {
      file_name: details.fileName,
      mime_type: 'application/octet-stream',
      attachment_type: 'document',
    };
    return this.#options.repository.finish({
      id,
      uploaderId,
      blob: { id, key, byteCount, thumbnailByteCount: null },
      details: described,
    });
  }

  /** Removes the bytes of erased files from the disk, and their keys from the write-ahead log. */
  async removeErased(): Promise<void> {
    const { attachments, folder } = this.#options;
    const ids = await attachments.erased();
    if (ids.length === 0) return;
    for (const id of ids) await folder.remove(id);
    await folder.flush();
    await attachments.removed(ids);
    await this.#options.checkpoint();
  }
}
