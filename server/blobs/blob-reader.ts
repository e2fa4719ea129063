import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { chunkBytes, chunkCount, openChunk, sealedChunkBytes } from './sealed-chunk.ts';

const chunksAtOnce = 16;

export interface StoredBlob {
  path: string;
  name: string;
  key: Uint8Array;
  /** Plain bytes. */
  byteCount: number;
}

/** Reads any part of a sealed file, in chunks, each proved before a byte of it is given out. */
export class BlobReader {
  readonly #file: FileHandle;
  readonly #blob: StoredBlob;

  private constructor(file: FileHandle, blob: StoredBlob) {
    this.#file = file;
    this.#blob = blob;
  }

  static async open(blob: StoredBlob): Promise<BlobReader> {
    return new BlobReader(await open(blob.path, 'r'), blob);
  }

  /** The bytes from `start` up to before `end`, in pieces. */
  async *range(start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end;) {
      const first = Math.floor(at / chunkBytes);
      const count = Math.min(chunksAtOnce, Math.ceil(end / chunkBytes) - first);
      const sealed = await this.#sealed(first, count);
      for (let index = first; index < first + count; index += 1) {
        const plain = this.#open(index, sealed.subarray((index - first) * sealedChunkBytes));
        const from = at - index * chunkBytes;
        const piece = plain.subarray(from, Math.min(plain.length, end - index * chunkBytes));
        if (piece.length === 0) {
          throw new Error(`the file ${this.#blob.name} is shorter than known`);
        }
        yield piece;
        at += piece.length;
      }
    }
  }

  /** The bytes from `start` up to before `end` at once, for small parts. */
  async read(start: number, end: number): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.range(start, end)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** Several at once: a call of the operating system's costs as much as the opening of a chunk. */
  async #sealed(first: number, count: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(count * sealedChunkBytes);
    const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, first * sealedChunkBytes);
    return buffer.subarray(0, bytesRead);
  }

  /** @param sealed from the chunk's beginning on */
  #open(index: number, sealed: Buffer): Buffer {
    const { name, key, byteCount } = this.#blob;
    const kind = index === chunkCount(byteCount) - 1 ? 'last' : 'middle';
    return openChunk(key, { file: name, index, kind }, sealed.subarray(0, sealedChunkBytes));
  }
}

/** A part of a sealed file; it is opened when the first byte is asked for, and closed after the last. */
export async function* readBlob(
  blob: StoredBlob,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  const reader = await BlobReader.open(blob);
  try {
    yield* reader.range(start, end);
  } finally {
    await reader.close();
  }
}
