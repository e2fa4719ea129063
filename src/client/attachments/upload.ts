import { limits } from '#protocol/limits.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { Backoff } from '../backoff.ts';
import { ClientError } from '../client-error.ts';
import type { Timers } from '../timers.ts';
import { isGone } from './tus.ts';
import type { Tus, UploadMetadata } from './tus.ts';

const firstPieceBytes = 262_144;
const pieceMinBytes = 65_536;
/** A piece should be long enough to be worth its answer, and short enough to be sent again. */
const pieceShouldLastMs = { min: 400, max: 4_000 };
/** A server that forgets an upload again and again will not finish it. */
const beginningsMax = 5;
/** After the last byte, how often the server is asked for a file that it may still be looking into. */
const completionAsksMax = 10;

/** A file that is to be sent. Errors of `read` end the upload. */
export interface UploadSource {
  readonly sizeBytes: number;
  /** `length` bytes from `offset` on. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export interface UploadOptions {
  source: UploadSource;
  metadata: UploadMetadata;
  /** Of an upload that was begun before. */
  uploadId?: AttachmentId | null;
  /** Awaited before the first byte goes out: whoever keeps the id can go on after a restart. */
  onCreated?: (id: AttachmentId) => Promise<void> | void;
  /** How many bytes the server has. */
  onProgress?: (sentBytes: number) => void;
  /** The connection is lost, or back. */
  onWaiting?: (isWaiting: boolean) => void;
}

interface UploadSurroundings {
  tus: Tus;
  /** Waits for the turn to send a piece. */
  takeTurn: <T>(exchange: () => Promise<T>) => Promise<T>;
  info: (id: AttachmentId) => Promise<AttachmentInfo>;
  timers: Timers;
  now: () => number;
  random: () => number;
  /** On a line that is fast enough for the longest ones: the server works while the next come. */
  piecesAtOnce: number;
}

class Cancelled extends Error {}

/**
 * One file on its way. A lost connection is waited out: the server says how much it has, and the rest
 * follows.
 */
export class Upload {
  /**
   * The file as the server took it. Rejects with what the server refuses, with the source's error, or
   * with UPLOAD_CANCELLED.
   */
  readonly done: Promise<AttachmentInfo>;
  readonly #options: UploadOptions;
  readonly #around: UploadSurroundings;
  readonly #backoff: Backoff;
  #id: AttachmentId | null;
  /** Null when only the server knows. */
  #offset: number | null = null;
  #pieceBytes = firstPieceBytes;
  #beginnings = 0;
  #completionAsks = 0;
  #isPaused = false;
  #isCancelled = false;
  readonly #sleepers = new Set<() => void>();

  constructor(options: UploadOptions, around: UploadSurroundings) {
    this.#options = options;
    this.#around = around;
    this.#backoff = new Backoff(around.random);
    this.#id = options.uploadId ?? null;
    this.done = this.#run();
    // Whoever waits for it hears of the failure.
    this.done.catch(() => undefined);
  }

  /** Takes effect after the piece that is under way. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#wake();
  }

  /** The connection is back: ends a wait for it. */
  retryNow(): void {
    this.#backoff.reset();
    this.#wake();
  }

  /** Ends it here; the server is told if it can be, or forgets by itself. */
  async cancel(): Promise<void> {
    this.#isCancelled = true;
    this.#wake();
    await this.done.catch(() => undefined);
    if (this.#id !== null) await this.#around.tus.terminate(this.#id);
  }

  /** Ends it here only: what the server has is kept for another time. */
  stop(): void {
    this.#isCancelled = true;
    this.#wake();
  }

  #wake(): void {
    for (const wake of [...this.#sleepers]) {
      this.#sleepers.delete(wake);
      wake();
    }
  }

  async #run(): Promise<AttachmentInfo> {
    for (;;) {
      try {
        await this.#gate();
        const info = await this.#advance();
        if (info !== null) return info;
        this.#backoff.reset();
      } catch (error) {
        if (error instanceof Cancelled) throw cancelled();
        await this.#recover(error);
      }
    }
  }

  /** One exchange; answers the file when it was the last. */
  async #advance(): Promise<AttachmentInfo | null> {
    const { tus, info } = this.#around;
    const { source, onProgress } = this.#options;
    const id = this.#id ?? (await this.#create());
    if (this.#offset === null) {
      this.#offset = await tus.offset(id);
      if (this.#offset === null) this.#beginAgain();
      else onProgress?.(this.#offset);
      return null;
    }
    if (this.#offset >= source.sizeBytes) return info(id);
    await this.#append(id, this.#offset);
    return null;
  }

  async #create(): Promise<AttachmentId> {
    this.#beginnings += 1;
    const { source, metadata, onCreated } = this.#options;
    const id = await this.#around.tus.create(source.sizeBytes, metadata);
    await onCreated?.(id);
    this.#id = id;
    this.#offset = 0;
    return id;
  }

  /** All that is left, one piece behind the other. */
  async #append(id: AttachmentId, offset: number): Promise<void> {
    const { source } = this.#options;
    const underway = new Set<Promise<void>>();
    this.#offset = null;
    try {
      for (let next = offset; next < source.sizeBytes;) {
        await this.#gate();
        const bytes = await source.read(next, Math.min(this.#pieceBytes, source.sizeBytes - next));
        const piece = this.#appendPiece(id, next, bytes).then(() => void underway.delete(piece));
        // One that fails stays among them, and is told to whoever waits for one of them next.
        piece.catch(() => undefined);
        underway.add(piece);
        next += bytes.length;
        const isFast = this.#pieceBytes === limits.sealedBytesMax;
        if (underway.size >= (isFast ? this.#around.piecesAtOnce : 1)) await Promise.race(underway);
      }
      await Promise.all(underway);
      this.#offset = source.sizeBytes;
    } finally {
      // Only once none is on its way can the server say how much it has.
      await Promise.allSettled(underway);
    }
  }

  async #appendPiece(id: AttachmentId, offset: number, bytes: Uint8Array): Promise<void> {
    const { source, onProgress } = this.#options;
    const { tus, takeTurn, now } = this.#around;
    const end = offset + bytes.length;
    const tookMs = await takeTurn(async () => {
      await this.#gate();
      const startedAt = now();
      const reached = await tus.append(id, offset, bytes, end === source.sizeBytes);
      if (reached !== end) throw new AppError('UPLOAD_OFFSET_MISMATCH');
      return now() - startedAt;
    });
    this.#backoff.reset();
    onProgress?.(end);
    this.#adaptPiece(tookMs);
  }

  #adaptPiece(tookMs: number): void {
    const factor = tookMs > pieceShouldLastMs.max ? 0.5 : tookMs < pieceShouldLastMs.min ? 2 : 1;
    const bytes = this.#pieceBytes * factor;
    this.#pieceBytes = Math.min(limits.sealedBytesMax, Math.max(pieceMinBytes, bytes));
  }

  /** Waits before the next try, or throws what no other try will change. */
  async #recover(error: unknown): Promise<void> {
    const isComplete = this.#offset === this.#options.source.sizeBytes;
    if (isGone(error) && isComplete && this.#completionAsks < completionAsksMax) {
      this.#completionAsks += 1;
    } else if (isGone(error) && this.#id !== null && this.#beginnings < beginningsMax) {
      this.#beginAgain();
      return;
    } else if (isMoved(error)) {
      this.#offset = null;
    } else if (!isWorthTryingAgain(error)) {
      throw error;
    }
    this.#options.onWaiting?.(true);
    const retryAfterMs = error instanceof AppError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
    await this.#wait(Math.max(this.#backoff.next(), retryAfterMs));
    this.#options.onWaiting?.(false);
  }

  #beginAgain(): void {
    this.#id = null;
    this.#offset = null;
    this.#options.onProgress?.(0);
  }

  async #wait(delayMs: number): Promise<void> {
    if (this.#isCancelled) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#around.timers.schedule(resolve, delayMs);
      this.#sleepers.add(() => {
        cancel();
        resolve();
      });
    });
  }

  /** Passes when the upload may go on. */
  async #gate(): Promise<void> {
    while (this.#isPaused && !this.#isCancelled) {
      await new Promise<void>((resolve) => this.#sleepers.add(resolve));
    }
    if (this.#isCancelled) throw new Cancelled();
  }
}

function isMoved(error: unknown): boolean {
  return error instanceof AppError && error.code === 'UPLOAD_OFFSET_MISMATCH';
}

function isWorthTryingAgain(error: unknown): boolean {
  // There may be room another day, but the person should hear of it now.
  if (error instanceof AppError && error.code === 'STORAGE_FULL') return false;
  return (error instanceof AppError || error instanceof ClientError) && error.retryable;
}

function cancelled(): ClientError {
  return new ClientError('UPLOAD_CANCELLED', 'The upload was cancelled');
}
