import { AppError } from '#protocol/errors.ts';
import type { UserId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import type { BlobFolder } from '../blobs/blob-folder.ts';
import type { Repository } from '../db/repository.ts';
import type { uploadsRepository } from './uploads.repository.ts';

export interface StorageLimits {
  /** Bytes of one file. */
  fileMaxBytes: number;
  /** Bytes of all files of one person. */
  userMaxBytes: number;
  /** Bytes of all files; null for nine tenths of the disk. */
  totalMaxBytes: number | null;
}

export const defaultStorageLimits: StorageLimits = {
  fileMaxBytes: limits.attachmentMaxBytes,
  userMaxBytes: 10 * 1024 ** 3,
  totalMaxBytes: null,
};

/** Room that files leave to the database and to everybody else. */
const reservedBytes = 67_108_864;
const shareOfDisk = 0.9;

/** Whether there is room for a file, asked before its first byte. */
export class StorageSpace {
  readonly #repository: Repository<typeof uploadsRepository>;
  readonly #folder: BlobFolder;
  readonly limits: StorageLimits;

  constructor(
    repository: Repository<typeof uploadsRepository>,
    folder: BlobFolder,
    storageLimits: StorageLimits,
  ) {
    this.#repository = repository;
    this.#folder = folder;
    this.limits = storageLimits;
  }

  /** @throws AppError ATTACHMENT_TOO_LARGE, QUOTA_EXCEEDED, STORAGE_FULL */
  async requireRoom(userId: UserId, byteCount: number): Promise<void> {
    const { fileMaxBytes } = this.limits;
    if (byteCount > fileMaxBytes) {
      const detail = `Files of up to ${String(fileMaxBytes)} bytes can be sent on this server`;
      throw new AppError('ATTACHMENT_TOO_LARGE', { detail });
    }
    const { toCome } = await this.requireQuota(userId, byteCount);
    const { freeBytes } = await this.#folder.space();
    if (freeBytes - toCome - reservedBytes < byteCount) throw new AppError('STORAGE_FULL');
  }

  /** For bytes that are on disk already. @throws AppError QUOTA_EXCEEDED */
  async requireQuota(userId: UserId, byteCount: number): Promise<{ toCome: number }> {
    const used = await this.#repository.usedSpace(userId);
    if (used.byUser + byteCount > this.limits.userMaxBytes) throw new AppError('QUOTA_EXCEEDED');
    if (used.byAll + byteCount > (await this.#totalMaxBytes())) {
      throw new AppError('QUOTA_EXCEEDED', { detail: 'The server’s space for files is used up' });
    }
    return used;
  }

  async #totalMaxBytes(): Promise<number> {
    if (this.limits.totalMaxBytes !== null) return this.limits.totalMaxBytes;
    return shareOfDisk * (await this.#folder.space()).totalBytes;
  }
}
