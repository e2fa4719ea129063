import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '#protocol/errors.ts';
import { isFullDisk } from '../system-error.ts';
import { chunkBytes, openChunk, sealChunk, sealedChunkBytes, sealedParts } from './sealed-chunk.ts';

export interface BlobTarget {
  path: string;
  /** Authenticated with every chunk: the name that the file goes by. */
  name: string;
  key: Uint8Array;
}

/** Where an unfinished file can be taken up again. */
export interface Resumption {
  offset: number;
  /** The bytes after the last full chunk, sealed. */
  tail: Uint8Array;
}

/** Chunks that are written together: a call of the operating system's costs as much as sealing one. */
const chunksAtOnce = 16;

/**
 * Writes a sealed file, from its beginning or from where it was left. Full chunks go to the disk and
 * are never written again; what comes after them is kept, sealed, by whoever keeps the offset, so
 * that no crash can tear bytes that were acknowledged.
 */
export class BlobWriter {
  readonly #file: FileHandle;
  readonly #target: BlobTarget;
  readonly #pending = Buffer.alloc(chunkBytes);
  #pendingBytes = 0;
  /** Chunks sealed. */
  #chunks = 0;
  /** The first of them that is not written yet, and those from it on, in parts. */
  #unwritten = 0;
  #parts: Buffer[] = [];
  #offset = 0;

  private constructor(file: FileHandle, target: BlobTarget) {
    this.#file = file;
    this.#target = target;
  }

  /** @throws AppError STORAGE_FULL */
  static async create(target: BlobTarget): Promise<BlobWriter> {
    return noticingFullDisk(
      async () => new BlobWriter(await open(target.path, 'wx', 0o600), target),
    );
  }

  static async resume(target: BlobTarget, { offset, tail }: Resumption): Promise<BlobWriter> {
    const index = Math.floor(offset / chunkBytes);
    const pendingBytes = offset % chunkBytes;
    const place = { file: target.name, index, kind: 'tail' } as const;
    const pending = pendingBytes === 0 ? null : openChunk(target.key, place, tail);
    const writer = new BlobWriter(await open(target.path, 'r+'), target);
    writer.#offset = offset;
    writer.#chunks = index;
    writer.#unwritten = index;
    writer.#pendingBytes = pendingBytes;
    pending?.copy(writer.#pending);
    return writer;
  }

  /** How many bytes have come. */
  get offset(): number {
    return this.#offset;
  }

  /** @throws AppError STORAGE_FULL */
  async append(bytes: Uint8Array): Promise<void> {
    let taken = 0;
    while (taken < bytes.length) {
      // A full chunk waits until more comes: it may be the last one.
      if (this.#pendingBytes === chunkBytes) {
        this.#seal('middle');
        if (this.#chunks - this.#unwritten >= chunksAtOnce) await this.#write();
      }
      const piece = bytes.subarray(taken, taken + chunkBytes - this.#pendingBytes);
      this.#pending.set(piece, this.#pendingBytes);
      this.#pendingBytes += piece.length;
      this.#offset += piece.length;
      taken += piece.length;
    }
  }

  /**
   * Hands everything up to `offset` to the operating system but for the tail, which it answers sealed:
   * what it answers is true once `sync` has been called after it. Not to be called once all bytes of the
   * file have come: `finish` is for that.
   * @throws AppError STORAGE_FULL
   */
  async mark(): Promise<Resumption> {
    if (this.#pendingBytes === chunkBytes) this.#seal('middle');
    await this.#write();
    const { offset } = this;
    const plain = this.#pending.subarray(0, this.#pendingBytes);
    const tail =
      plain.length === 0
        ? new Uint8Array()
        : sealChunk(this.#target.key, this.#place('tail'), plain);
    return { offset, tail };
  }

  /** What has been marked is on the disk when this resolves. @throws AppError STORAGE_FULL */
  sync(): Promise<void> {
    return noticingFullDisk(() => this.#file.datasync());
  }

  /** The file is whole, and on disk when this resolves. @throws AppError STORAGE_FULL */
  async finish(): Promise<void> {
    const lastBytes = this.#seal('last');
    await this.#write();
    const fileBytes = (this.#chunks - 1) * sealedChunkBytes + lastBytes;
    // What was written beyond the end by an attempt that was cut off is of no use to anybody.
    await this.#file.truncate(fileBytes);
    await this.sync();
  }

  async close(): Promise<void> {
    this.#pending.fill(0);
    await this.#file.close();
  }

  /** Answers how many bytes the sealed chunk has. */
  #seal(kind: 'middle' | 'last'): number {
    const plain = this.#pending.subarray(0, this.#pendingBytes);
    const parts = sealedParts(this.#target.key, this.#place(kind), plain);
    this.#parts.push(...parts);
    this.#chunks += 1;
    this.#pendingBytes = 0;
    return byteLength(parts);
  }

  /** What could not be written is tried again by the next call. */
  async #write(): Promise<void> {
    if (this.#parts.length === 0) return;
    const position = this.#unwritten * sealedChunkBytes;
    await noticingFullDisk(() => this.#writeAll(this.#parts, position));
    this.#parts = [];
    this.#unwritten = this.#chunks;
  }

  async #writeAll(parts: readonly Buffer[], position: number): Promise<void> {
    let { bytesWritten: written } = await this.#file.writev(parts, position);
    if (written === byteLength(parts)) return;
    const bytes = Buffer.concat(parts);
    while (written < bytes.length) {
      const rest = bytes.subarray(written);
      written += (await this.#file.write(rest, 0, rest.length, position + written)).bytesWritten;
    }
  }

  #place(kind: 'middle' | 'last' | 'tail') {
    return { file: this.#target.name, index: this.#chunks, kind };
  }
}

function byteLength(parts: readonly Buffer[]): number {
  return parts.reduce((bytes, part) => bytes + part.length, 0);
}

/** @throws AppError STORAGE_FULL where the disk has no room */
async function noticingFullDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!isFullDisk(cause)) throw cause;
    throw new AppError('STORAGE_FULL', { cause });
  }
}
