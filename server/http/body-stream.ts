import type { HttpResponse } from './uws.ts';
import { AppError } from '#protocol/errors.ts';

/** A request's body as it comes. It is read at most once, in one of the two ways. */
export interface RequestBody {
  /**
   * All of it, for bodies that are small.
   * @throws AppError PAYLOAD_TOO_LARGE, or MALFORMED_REQUEST when the client went away.
   */
  readAll(maxBytes: number): Promise<Buffer>;
  /** In pieces; the client is held back while they are not taken. @throws AppError as `readAll` */
  stream(): AsyncIterable<Uint8Array>;
}

/** With this much waiting the client is held back, and let on again once half of it has been taken. */
const highWaterBytes = 262_144;

/**
 * Begins at once to collect a request's body, since uWS hands its pieces out only while the request
 * is fresh. What nobody reads costs no more than the high water mark.
 */
export class HttpBody implements RequestBody {
  readonly #response: HttpResponse;
  #pieces: Buffer[] = [];
  #waitingBytes = 0;
  #state: 'coming' | 'complete' | 'aborted' = 'coming';
  #isDiscarded = false;
  #isPaused = false;
  #wake: (() => void) | undefined;

  constructor(response: HttpResponse) {
    this.#response = response;
    response.onData((piece, isLast) => {
      if (isLast) this.#state = 'complete';
      this.#keep(piece);
      this.#wake?.();
    });
  }

  /** The client has gone: nothing more will come. */
  abort(): void {
    this.#state = 'aborted';
    this.#wake?.();
  }

  /** Nobody will read what is still to come: it is let through, so that the connection can go on. */
  discard(): void {
    this.#isDiscarded = true;
    this.#pieces = [];
    this.#waitingBytes = 0;
    this.#resume();
  }

  async readAll(maxBytes: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let bytes = 0;
    // Not by `stream`: nearly every request's body is one small piece, and a generator costs more.
    for (;;) {
      const piece = this.#take();
      if (piece !== undefined) {
        bytes += piece.length;
        if (bytes > maxBytes) throw new AppError('PAYLOAD_TOO_LARGE');
        pieces.push(piece);
      } else if (!(await this.#comesMore())) {
        return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
      }
    }
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece = this.#take();
      if (piece !== undefined) yield piece;
      else if (!(await this.#comesMore())) return;
    }
  }

  /** With nothing waiting: whether there is more to look for. @throws AppError MALFORMED_REQUEST */
  async #comesMore(): Promise<boolean> {
    if (this.#state === 'complete') return false;
    if (this.#state === 'aborted') throw new AppError('MALFORMED_REQUEST');
    await this.#change();
    return true;
  }

  #keep(piece: ArrayBuffer): void {
    if (this.#isDiscarded || piece.byteLength === 0) return;
    // uWS takes the memory of the piece back after this call: copy it.
    this.#pieces.push(Buffer.from(Buffer.from(piece)));
    this.#waitingBytes += piece.byteLength;
    if (this.#waitingBytes < highWaterBytes || this.#isPaused || this.#state !== 'coming') return;
    this.#isPaused = true;
    this.#response.pause();
  }

  #take(): Buffer | undefined {
    const piece = this.#pieces.shift();
    this.#waitingBytes -= piece?.length ?? 0;
    if (this.#waitingBytes < highWaterBytes / 2) this.#resume();
    return piece;
  }

  #resume(): void {
    // A response whose client has gone must not be touched. One whose body is complete must: the
    // connection would stay held back for the next request.
    if (!this.#isPaused || this.#state === 'aborted') return;
    this.#isPaused = false;
    this.#response.resume();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
