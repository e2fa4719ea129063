import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { chunkBytes, openChunk, sealChunk, sealedChunkBytes } from '../blobs/sealed-chunk.ts';
import { StartupError } from '../startup-error.ts';

/**
 * A stream of bytes in a file, sealed in chunks behind a header that anybody can read. Every chunk
 * is authenticated with the header, its number and whether it is the last: none can be moved,
 * exchanged or cut off unnoticed.
 */
export class SealedStreamWriter {
  readonly #file: FileHandle;
  readonly #key: Uint8Array;
  readonly #name: string;
  readonly #pending = Buffer.alloc(chunkBytes);
  #pendingBytes = 0;
  #chunks = 0;

  private constructor(file: FileHandle, key: Uint8Array, name: string) {
    this.#file = file;
    this.#key = key;
    this.#name = name;
  }

  /** @param path of a file that is not there yet */
  static async create(
    path: string,
    header: Uint8Array,
    key: Uint8Array,
  ): Promise<SealedStreamWriter> {
    const file = await open(path, 'wx', 0o600);
    await file.appendFile(header);
    return new SealedStreamWriter(file, key, nameBy(header));
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let taken = 0; taken < bytes.length;) {
      // A full chunk waits until more comes: it may be the last one.
      if (this.#pendingBytes === chunkBytes) await this.#writeChunk('middle');
      const piece = bytes.subarray(taken, taken + chunkBytes - this.#pendingBytes);
      this.#pending.set(piece, this.#pendingBytes);
      this.#pendingBytes += piece.length;
      taken += piece.length;
    }
  }

  /** The stream is whole, and on disk when this resolves. */
  async finish(): Promise<void> {
    await this.#writeChunk('last');
    await this.#file.sync();
  }

  async close(): Promise<void> {
    this.#pending.fill(0);
    await this.#file.close();
  }

  async #writeChunk(kind: 'middle' | 'last'): Promise<void> {
    const place = { file: this.#name, index: this.#chunks, kind };
    const plain = this.#pending.subarray(0, this.#pendingBytes);
    await this.#file.appendFile(sealChunk(this.#key, place, plain));
    this.#chunks += 1;
    this.#pendingBytes = 0;
  }
}

/**
 * What was written, in pieces, each proved before it is given out.
 * @throws StartupError where the file is not what was written
 */
export async function* readSealedStream(
  file: FileHandle,
  header: Uint8Array,
  key: Uint8Array,
): AsyncGenerator<Buffer> {
  const name = nameBy(header);
  const { size } = await file.stat();
  let at = header.length;
  for (let index = 0; index === 0 || at < size; index += 1) {
    const sealed = Buffer.alloc(Math.min(sealedChunkBytes, size - at));
    await readWhole(file, sealed, at);
    at += sealed.length;
    yield opened(key, { file: name, index, kind: at === size ? 'last' : 'middle' }, sealed);
  }
}

function opened(key: Uint8Array, place: Parameters<typeof openChunk>[1], sealed: Buffer): Buffer {
  try {
    return openChunk(key, place, sealed);
  } catch (cause) {
    throw new StartupError('The backup is damaged or was cut short', { cause });
  }
}

/** @throws StartupError where there is less than that */
export async function readWhole(file: FileHandle, into: Buffer, position: number): Promise<void> {
  for (let filled = 0; filled < into.length;) {
    const { bytesRead } = await file.read(into, filled, into.length - filled, position + filled);
    if (bytesRead === 0) throw new StartupError('The backup was cut short');
    filled += bytesRead;
  }
}

function nameBy(header: Uint8Array): string {
  return `backup ${createHash('sha256').update(header).digest('hex')}`;
}
