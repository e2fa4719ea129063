import { v7 as uuidv7 } from 'uuid';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { ByteContent } from '#protocol/bytes.ts';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import type { Caller } from '../access/caller.ts';
import { isDownloadToken } from '../access/download-links.ts';
import type { Permissions } from '../access/permissions.ts';
import { blobPartName } from '../blobs/blob-folder.ts';
import type { BlobFolder, BlobPart } from '../blobs/blob-folder.ts';
import { readBlob } from '../blobs/blob-reader.ts';
import type { Repository } from '../db/repository.ts';
import type { attachmentsRepository, StoredAttachment } from './attachments.repository.ts';
import type { FileFinisher } from './file-finisher.ts';
import type { StorageSpace } from './storage-space.ts';

export interface AttachmentsOptions {
  repository: Repository<typeof attachmentsRepository>;
  permissions: Permissions;
  folder: BlobFolder;
  space: StorageSpace;
  finisher: FileFinisher;
  /** Signs addresses. */
  linkSecret: Uint8Array;
}

/** By whom a file is asked for: a person, or whoever holds its address. */
export interface Asker {
  caller: Caller | null;
  token: string | undefined;
}

/** Files that are whole: who may have them, and their bytes. */
export class AttachmentsService {
  readonly #options: AttachmentsOptions;

  constructor(options: AttachmentsOptions) {
    this.#options = options;
  }

  /** @throws AppError ATTACHMENT_NOT_FOUND, TOKEN_INVALID */
  async open({ caller, token }: Asker, id: AttachmentId): Promise<StoredAttachment> {
    const hasLink =
      token !== undefined && isDownloadToken(this.#options.linkSecret, id, token, Date.now());
    if (caller === null && !hasLink) throw new AppError('TOKEN_INVALID');
    const attachment = await this.#options.repository.find(id);
    if (attachment === null) throw new AppError('ATTACHMENT_NOT_FOUND');
    if (hasLink || (caller !== null && (await this.#maySee(caller, attachment)))) return attachment;
    throw new AppError('ATTACHMENT_NOT_FOUND');
  }

  /** @throws AppError ATTACHMENT_NOT_FOUND */
  async info(caller: Caller, id: AttachmentId): Promise<AttachmentInfo> {
    return (await this.open({ caller, token: undefined }, id)).info;
  }

  /** @throws AppError ATTACHMENT_NOT_FOUND, TOKEN_INVALID */
  async thumbnail(asker: Asker, id: AttachmentId): Promise<ByteContent> {
    const { blob } = await this.open(asker, id);
    if (blob.thumbnailByteCount === null) throw new AppError('ATTACHMENT_NOT_FOUND');
    return this.#content(blob, 'thumbnail', 0, blob.thumbnailByteCount);
  }

  /** Bytes of a file that has been opened, from `start` up to before `end`. */
  bytes({ blob }: StoredAttachment, start: number, end: number): ByteContent {
    return this.#content(blob, 'file', start, end);
  }

  /**
   * The same file as the caller's own, to be sent once more.
   * @throws AppError ATTACHMENT_NOT_FOUND, QUOTA_EXCEEDED; FORBIDDEN for what is to destroy itself
   */
  async copy(caller: Caller, id: AttachmentId): Promise<AttachmentInfo> {
    const { repository, space } = this.#options;
    const original = await this.open({ caller, token: undefined }, id);
    if (original.isSelfDestructing) {
      throw new AppError('FORBIDDEN', {
        detail: 'Files of a message that destroys itself cannot be sent on',
      });
    }
    await space.requireQuota(caller.userId, original.blob.byteCount);
    return repository.copy({ id, newId: uuidv7() as AttachmentId, ownerId: caller.userId });
  }

  /** @throws AppError ATTACHMENT_NOT_FOUND also for what a message carries */
  async remove(caller: Caller, id: AttachmentId): Promise<void> {
    await this.#options.repository.eraseUnsent({ id, uploaderId: caller.userId });
    await this.#options.finisher.removeErased();
  }

  /** Bytes of all files; for the server's administration, which has checked who asks. */
  storedBytes(): Promise<number> {
    return this.#options.repository.storedBytes();
  }

  /** One's own until a message or a group has it, then the conversation's; pictures of people: anybody's. */
  async #maySee(caller: Caller, attachment: StoredAttachment): Promise<boolean> {
    const { conversationId, uploaderId, isPortrait } = attachment;
    if (isPortrait) return true;
    if (conversationId === null) return uploaderId === caller.userId;
    return this.#options.permissions.isMember(caller.userId, conversationId);
  }

  #content(
    blob: StoredAttachment['blob'],
    part: BlobPart,
    start: number,
    end: number,
  ): ByteContent {
    const stored = {
      path: this.#options.folder.fileOf(blob.id, part),
      name: blobPartName(blob.id, part),
      key: blob.key,
      byteCount: part === 'file' ? blob.byteCount : (blob.thumbnailByteCount ?? 0),
    };
    return { length: end - start, read: () => readBlob(stored, start, end) };
  }
}
