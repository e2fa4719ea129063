import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '#protocol/errors.ts';
import { chunkBytes, openChunk, sealChunk, sealedChunkBytes } from './sealed-chunk.ts';

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
  /** Chunks written. */
  #chunks = 0;
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
      if (this.#pendingBytes === chunkBytes) await this.#writeChunk('middle');
      const piece = bytes.subarray(taken, taken + chunkBytes - this.#pendingBytes);
      this.#pending.set(piece, this.#pendingBytes);
      this.#pendingBytes += piece.length;
      this.#offset += piece.length;
      taken += piece.length;
    }
  }

  /**
   * Brings everything up to `offset` to the disk but for the tail, which it answers sealed. Not to be
   * called once all bytes of the file have come: `finish` is for that.
   * @throws AppError STORAGE_FULL
   */
  async flush(): Promise<Resumption> {
    if (this.#pendingBytes === chunkBytes) await this.#writeChunk('middle');
    await this.#sync();
    const { offset } = this;
    const plain = this.#pending.subarray(0, this.#pendingBytes);
    const tail =
      plain.length === 0
        ? new Uint8Array()
        : sealChunk(this.#target.key, this.#place('tail'), plain);
    return { offset, tail };
  }

  /** The file is whole, and on disk when this resolves. @throws AppError STORAGE_FULL */
  async finish(): Promise<void> {
    const lastBytes = await this.#writeChunk('last');
    const fileBytes = (this.#chunks - 1) * sealedChunkBytes + lastBytes;
    // What was written beyond the end by an attempt that was cut off is of no use to anybody.
    await this.#file.truncate(fileBytes);
    await this.#sync();
  }

  async close(): Promise<void> {
    this.#pending.fill(0);
    await this.#file.close();
  }

  /** Answers how many bytes were written. */
  async #writeChunk(kind: 'middle' | 'last'): Promise<number> {
    const plain = this.#pending.subarray(0, this.#pendingBytes);
    const sealed = sealChunk(this.#target.key, this.#place(kind), plain);
    await noticingFullDisk(() => this.#writeAll(sealed, this.#chunks * sealedChunkBytes));
    this.#chunks += 1;
    this.#pendingBytes = 0;
    return sealed.length;
  }

  async #writeAll(bytes: Uint8Array, position: number): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      const rest = bytes.subarray(written);
      written += (await this.#file.write(rest, 0, rest.length, position + written)).bytesWritten;
    }
  }

  #sync(): Promise<void> {
    return noticingFullDisk(() => this.#file.datasync());
  }

  #place(kind: 'middle' | 'last' | 'tail') {
    return { file: this.#target.name, index: this.#chunks, kind };
  }
}

const fullDisk = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** @throws AppError STORAGE_FULL where the disk has no room */
async function noticingFullDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!fullDisk.includes((cause as { code?: string }).code ?? '')) throw cause;
    throw new AppError('STORAGE_FULL', { cause });
  }
}
