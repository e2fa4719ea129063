import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import type { Caller } from '../access/caller.ts';
import type { BlobFolder } from '../blobs/blob-folder.ts';
import { BlobWriter } from '../blobs/blob-writer.ts';
import type { Repository } from '../db/repository.ts';
import { ActiveUploads } from './active-uploads.ts';
import type { TurnView } from './active-uploads.ts';
import type { attachmentsRepository } from './attachments.repository.ts';
import type { FileFinisher } from './file-finisher.ts';
import { OpenUpload } from './open-upload.ts';
import type { StorageSpace } from './storage-space.ts';
import type { UploadDetails } from './upload-details.ts';
import type { Upload, uploadsRepository } from './uploads.repository.ts';

export interface UploadsOptions {
  repository: Repository<typeof uploadsRepository>;
  attachments: Repository<typeof attachmentsRepository>;
  folder: BlobFolder;
  space: StorageSpace;
  finisher: FileFinisher;
}

/** How far an upload has come. */
export interface UploadState {
  id: AttachmentId;
  offset: number;
  byteCount: number;
  /** Milliseconds since 1970; null once the file is whole. */
  expiresAt: number | null;
}

/** Files that come in parts. What was acknowledged is on disk. */
export class UploadsService {
  readonly #options: UploadsOptions;
  readonly #active = new ActiveUploads();
  /** Those that one request has left to the one behind it. */
  readonly #open = new Map<AttachmentId, OpenUpload>();

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  /** Those whose bytes come now. */
  get count(): number {
    return this.#active.count;
  }

  get fileMaxBytes(): number {
    return this.#options.space.limits.fileMaxBytes;
  }

  /** @throws AppError ATTACHMENT_TOO_LARGE, QUOTA_EXCEEDED, STORAGE_FULL */
  async begin(caller: Caller, byteCount: number, details: UploadDetails): Promise<UploadState> {
    const { repository, folder, space } = this.#options;
    const { userId: uploaderId } = caller;
    await space.requireRoom(uploaderId, byteCount);
    const id = uuidv7() as AttachmentId;
    const key = randomBytes(32);
    // The file goes first: one without a row is swept, a row without a file would be of no use.
    const writer = await BlobWriter.create(this.#targetOf({ id, key }));
    await writer.close();
    await folder.flush();
    const upload = await repository.begin({ id, uploaderId, byteCount, key, details });
    if (byteCount === 0) await this.#active.take(id, () => this.#complete(upload));
    return stateOf(upload);
  }

  /** @throws AppError ATTACHMENT_NOT_FOUND, UPLOAD_GONE */
  async find(caller: Caller, id: AttachmentId): Promise<UploadState> {
    return this.#active.take(id, async () => {
      await this.#closeOpen(id);
      return this.#whole(caller, id);
    });
  }

  /**
   * Adds the bytes; answers once they are on disk. When the client goes in between, what came is kept.
   * @throws AppError ATTACHMENT_NOT_FOUND, UPLOAD_GONE, UPLOAD_OFFSET_MISMATCH,
   *   ATTACHMENT_TOO_LARGE, ATTACHMENT_REFUSED, STORAGE_FULL
   */
  async append(
    caller: Caller,
    id: AttachmentId,
    offset: number,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<UploadState> {
    const work = (turn: TurnView) => this.#appendInTurn(caller, id, offset, bytes, turn);
    const { state, durable } = await this.#active.take(id, work, offset);
    await durable;
    return state;
  }

  /** @throws AppError ATTACHMENT_NOT_FOUND, UPLOAD_GONE */
  async end(caller: Caller, id: AttachmentId): Promise<void> {
    await this.#active.take(id, async () => {
      const { repository, attachments, finisher } = this.#options;
      await this.#closeOpen(id);
      const upload = await repository.find(id);
      if (upload?.uploaderId === caller.userId) await repository.giveUp(id);
      // tus lets an upload be ended when it is whole; here until it is sent.
      else await attachments.eraseUnsent({ id, uploaderId: caller.userId });
      await finisher.removeErased();
    });
  }

  /** Resolves once what is being written has been made durable. */
  settled(): Promise<void> {
    return this.#active.settled();
  }

  /** The next may take its turn before `durable` has resolved. */
  async #appendInTurn(
    caller: Caller,
    id: AttachmentId,
    offset: number,
    bytes: AsyncIterable<Uint8Array>,
    turn: TurnView,
  ): Promise<{ state: UploadState; durable: Promise<void> | null }> {
    const open = this.#open.get(id) ?? (await this.#openUnfinished(id));
    this.#open.delete(id);
    if (open === null) return { state: await this.#whole(caller, id, offset), durable: null };
    try {
      if (open.upload.uploaderId !== caller.userId) throw new AppError('ATTACHMENT_NOT_FOUND');
      if (offset !== open.offset) throw new AppError('UPLOAD_OFFSET_MISMATCH');
      await open.receive(untilAborted(bytes, turn.signal));
      const { durable } = await open.keep();
      const reached = { ...open.upload, offset: open.offset };
      if (open.isComplete) {
        // Where it is refused it is removed, which not every system lets one do while it is open.
        await open.close();
        await this.#complete(reached);
      }
      return { state: stateOf(reached), durable };
    } finally {
      if (turn.isFollowed() && !open.isComplete) this.#open.set(id, open);
      // Also when the client has gone: what came by then need not come again.
      else await open.close();
    }
  }

  /** Null where there is no upload whose bytes have not all come. */
  async #openUnfinished(id: AttachmentId): Promise<OpenUpload | null> {
    const { repository } = this.#options;
    const upload = await repository.find(id);
    if (upload === null || upload.offset === upload.byteCount) return null;
    const writer = await BlobWriter.resume(this.#targetOf(upload), upload);
    return new OpenUpload(upload, writer, repository);
  }

  async #closeOpen(id: AttachmentId): Promise<void> {
    const open = this.#open.get(id);
    this.#open.delete(id);
    await open?.close();
  }

  /** An upload whose bytes have all come. */
  async #whole(caller: Caller, id: AttachmentId, offset?: number): Promise<UploadState> {
    const upload = await this.#options.repository.find(id);
    if (upload?.uploaderId !== caller.userId) return this.#finished(caller, id, offset);
    if (offset !== undefined && offset !== upload.offset) {
      throw new AppError('UPLOAD_OFFSET_MISMATCH');
    }
    // The server went away between the last byte and the end of the inspection.
    if (upload.offset === upload.byteCount) await this.#complete(upload);
    return stateOf(upload);
  }

  /** @throws AppError ATTACHMENT_REFUSED; the upload is gone then */
  async #complete(upload: Upload): Promise<AttachmentInfo> {
    const { id, uploaderId, key, byteCount, details } = upload;
    const { repository, finisher } = this.#options;
    try {
      return await finisher.finish({ id, uploaderId, key, byteCount, details });
    } catch (cause) {
      if (cause instanceof AppError && cause.code === 'ATTACHMENT_REFUSED') {
        await repository.giveUp(id);
        await finisher.removeErased();
      }
      throw cause;
    }
  }

  /** For an upload that is an attachment already: its client did not hear the last answer. */
  async #finished(caller: Caller, id: AttachmentId, offset?: number): Promise<UploadState> {
    const attachment = await this.#options.attachments.find(id);
    if (attachment?.uploaderId !== caller.userId) throw new AppError('ATTACHMENT_NOT_FOUND');
    const { byteCount } = attachment.blob;
    if (offset !== undefined && offset !== byteCount) throw new AppError('UPLOAD_OFFSET_MISMATCH');
    return { id, offset: byteCount, byteCount, expiresAt: null };
  }

  #targetOf({ id, key }: Pick<Upload, 'id' | 'key'>) {
    return { path: this.#options.folder.fileOf(id), name: id, key };
  }
}

function stateOf({ id, offset, byteCount, expiresAt }: Upload): UploadState {
  return { id, offset, byteCount, expiresAt: offset === byteCount ? null : expiresAt };
}

/** @throws AppError MALFORMED_REQUEST once the signal comes, whether or not anything else does */
async function* untilAborted(
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  for (;;) {
    const next = await nextUnlessAborted(iterator, signal);
    if (next.done === true) return;
    yield next.value;
  }
}

/** Not by racing against one promise for all pieces: it would hold every one of them to its end. */
function nextUnlessAborted(
  iterator: AsyncIterator<Uint8Array>,
  signal: AbortSignal,
): Promise<IteratorResult<Uint8Array>> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(new AppError('MALFORMED_REQUEST', { detail: 'Another request took over' }));
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    void iterator
      .next()
      .then(resolve, reject)
      .finally(() => {
        signal.removeEventListener('abort', abort);
      });
  });
}
