import { copyAttachment, getAttachmentInfo } from '#protocol/attachments.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { limits } from '#protocol/limits.ts';
import { ClientError } from '../client-error.ts';
import type { AuthorisedRequests } from '../authorised-requests.ts';
import type { Timers } from '../timers.ts';
import { ByteLane } from './byte-lane.ts';
import { fetchPiece, fetchThumbnail } from './download.ts';
import type { ByteRange, FilePiece } from './download.ts';
import { Tus } from './tus.ts';
import type { SendRaw } from './tus.ts';
import { Upload } from './upload.ts';
import type { UploadOptions } from './upload.ts';

interface AttachmentsOptions {
  requests: AuthorisedRequests;
  timers: Timers;
  now: () => number;
  random: () => number;
  /** Whether no request can overtake another: those of the plain API have connections of their own. */
  isOrdered: boolean;
}

/** In each direction: enough that neither side waits for the other. */
const orderedPiecesAtOnce = 3;

/** Files to and from the server, a piece at a time: memory stays the same whatever their size. */
export class Attachments {
  readonly #options: AttachmentsOptions;
  readonly #send: SendRaw = (request) => this.#options.requests.callRaw(request);
  readonly #piecesAtOnce: number;
  readonly #outward: ByteLane;
  readonly #inward: ByteLane;
  readonly #uploads = new Set<Upload>();

  constructor(options: AttachmentsOptions) {
    this.#options = options;
    this.#piecesAtOnce = options.isOrdered ? orderedPiecesAtOnce : 1;
    this.#outward = new ByteLane(this.#piecesAtOnce);
    this.#inward = new ByteLane(this.#piecesAtOnce);
  }

  /** Begins, or goes on where an upload with an `uploadId` was left. */
  upload(options: UploadOptions): Upload {
    const { timers, now, random } = this.#options;
    const upload = new Upload(options, {
      tus: new Tus(this.#send),
      info: (id) => this.info(id),
      takeTurn: (exchange) => this.#outward.take(exchange),
      timers,
      now,
      random,
      piecesAtOnce: this.#piecesAtOnce,
    });
    this.#uploads.add(upload);
    const forget = () => this.#uploads.delete(upload);
    upload.done.then(forget, forget);
    return upload;
  }

  /** A part of a file, at most a mebibyte of it. Throws AppError or ClientError. */
  download(id: AttachmentId, range: ByteRange): Promise<FilePiece> {
    return this.#inward.take(() => fetchPiece(this.#send, id, range));
  }

  /** All of a file, piece by piece; the next ones are asked for meanwhile. */
  async *downloadAll({ id, file_size: size }: AttachmentInfo): AsyncGenerator<Uint8Array> {
    const coming: { length: number; piece: Promise<FilePiece> }[] = [];
    let asked = 0;
    while (asked < size || coming.length > 0) {
      while (asked < size && coming.length < this.#piecesAtOnce) {
        const first = asked;
        asked = Math.min(size, first + limits.sealedBytesMax);
        const piece = this.download(id, { first, last: asked - 1 });
        // Of those behind the first to fail nobody hears any more.
        piece.catch(() => undefined);
        coming.push({ length: asked - first, piece });
      }
      const next = coming.shift();
      const bytes = (await next?.piece)?.bytes;
      if (bytes?.length !== next?.length || bytes === undefined) {
        throw new ClientError('NOT_A_SERVER', 'The server sent less of the file than it has');
      }
      yield bytes;
    }
  }

  /** A WebP of at most 480 pixels. Throws ATTACHMENT_NOT_FOUND where there is none. */
  thumbnail(id: AttachmentId): Promise<Uint8Array> {
    return this.#inward.take(() => fetchThumbnail(this.#send, id));
  }

  /** Gives up an upload that a program before this one has begun. Throws AppError or ClientError. */
  terminate(id: AttachmentId): Promise<void> {
    return new Tus(this.#send).terminate(id);
  }

  info(id: AttachmentId): Promise<AttachmentInfo> {
    return this.#options.requests.call(getAttachmentInfo, { params: { attachment_id: id } });
  }

  /** The same file once more, for a message of one's own. Throws AppError or ClientError. */
  copy(id: AttachmentId): Promise<AttachmentInfo> {
    return this.#options.requests.call(copyAttachment, { params: { attachment_id: id } });
  }

  /** The connection is back. */
  retryNow(): void {
    for (const upload of this.#uploads) upload.retryNow();
  }

  /** Ends what is under way here; the server keeps what it has. */
  stop(): void {
    for (const upload of this.#uploads) upload.stop();
  }
}
