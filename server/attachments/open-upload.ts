import { AppError } from '#protocol/errors.ts';
import type { BlobWriter, Resumption } from '../blobs/blob-writer.ts';
import type { Repository } from '../db/repository.ts';
import type { Upload, uploadsRepository } from './uploads.repository.ts';

/** Bytes of a long request after which its progress is made durable. */
const durableEveryBytes = 8_388_608;

/**
 * An unfinished file that requests add to, one behind the other. While what one has brought is on its way to the
 * disk the next may already add; those that come in meanwhile are brought there together.
 */
export class OpenUpload {
  readonly upload: Upload;
  readonly #writer: BlobWriter;
  readonly #repository: Repository<typeof uploadsRepository>;
  #mark: Resumption;
  /** The last that was begun; after one that failed nothing can be said of the disk any more. */
  #flush: Promise<void> = Promise.resolve();
  /** The one that has not begun yet. */
  #nextFlush: Promise<void> | null = null;
  #finished: Promise<void> | null = null;
  #closed: Promise<void> | null = null;

  constructor(
    upload: Upload,
    writer: BlobWriter,
    repository: Repository<typeof uploadsRepository>,
  ) {
    this.upload = upload;
    this.#writer = writer;
    this.#repository = repository;
    this.#mark = upload;
  }

  /** How many bytes have come; not all of them need be on the disk. */
  get offset(): number {
    return this.#writer.offset;
  }

  get isComplete(): boolean {
    return this.offset === this.upload.byteCount;
  }

  /** @throws AppError ATTACHMENT_TOO_LARGE, STORAGE_FULL */
  async receive(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    let kept = this.offset;
    for await (const piece of bytes) {
      if (this.offset + piece.length > this.upload.byteCount) {
        throw new AppError('ATTACHMENT_TOO_LARGE', {
          detail: 'More came than the upload was to have',
        });
      }
      await this.#writer.append(piece);
      if (this.offset - kept < durableEveryBytes || this.isComplete) continue;
      kept = this.offset;
      const { durable } = await this.keep();
      await durable;
    }
  }

  /**
   * Answers at once when others may add; `durable` resolves once everything that has come is on the disk
   * and noted. @throws AppError STORAGE_FULL, as does `durable`
   */
  async keep(): Promise<{ durable: Promise<void> }> {
    if (this.isComplete) {
      this.#finished ??= this.#finish();
      await this.#finished;
      return { durable: this.#finished };
    }
    if (this.offset === this.#mark.offset) return { durable: this.#nextFlush ?? this.#flush };
    this.#mark = await this.#writer.mark();
    if (this.#nextFlush === null) {
      this.#nextFlush = this.#flush.then(() => this.#bringToDisk());
      // Whoever asked for it hears of its failure, and so does whoever asks for the next.
      this.#nextFlush.catch(() => undefined);
    }
    return { durable: this.#nextFlush };
  }

  /** Everything that has come is kept. May be called again. @throws AppError STORAGE_FULL */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    try {
      const { durable } = await this.keep();
      await durable;
    } finally {
      await this.#writer.close();
    }
  }

  async #finish(): Promise<void> {
    await this.#flush;
    await this.#nextFlush;
    await this.#writer.finish();
    await this.#note({ offset: this.offset, tail: new Uint8Array() });
  }

  async #bringToDisk(): Promise<void> {
    this.#flush = this.#nextFlush ?? this.#flush;
    this.#nextFlush = null;
    const mark = this.#mark;
    await this.#writer.sync();
    await this.#note(mark);
  }

  #note({ offset, tail }: Resumption): Promise<void> {
    return this.#repository.advance({ id: this.upload.id, offset, tail });
  }
}
