import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { generationOf, pagesLogged } from './logged-pages.ts';
import type { LogMark } from './logged-pages.ts';
import { moveLog } from './move-log.ts';
import { openDatabase } from './open-database.ts';

/** What of a database is to be copied, as of one moment. */
export interface StillContent {
  databaseBytes: number;
  /** SHA-256 in base64 of each piece of the file. */
  pieces: string[];
  /** Names of sealed files that are whole, thumbnails among them. */
  files: string[];
  /** Files that are still coming, and how many plain bytes of them are acknowledged. */
  uploads: { id: string; byteOffset: number }[];
}

const triesMax = 100;
const pauseMs = 50;
/** More than these are put into the file before anybody is kept from writing, and all is read again. */
const loggedPagesMax = 1_000;

/**
 * Keeps the database's file as it is for as long as it is copied. A connection that reads, and that
 * began when nothing was in the write-ahead log that was not in the file, keeps checkpoints from
 * writing to the file; who writes meanwhile writes to the log, and waits for nothing. So the log has
 * all that was written while the file was held, and of the file only that is read again.
 */
export class StillFile {
  readonly #file: string;
  readonly #writer: Database.Database;
  readonly #reader: Database.Database;
  readonly #log: string;
  #known: { version: number; content: StillContent } | null = null;
  /** Of the log, when the file was held last. */
  #mark: LogMark = { generation: '', frames: 0 };
  /** Bytes of the file, from where on, that are others than in what is known; null for perhaps all. */
  #changed: Set<number> | null = null;

  constructor(file: string, key: Uint8Array) {
    this.#file = file;
    this.#log = `${file}-wal`;
    this.#writer = openDatabase({ file, key });
    this.#reader = openDatabase({ file, key });
  }

  /** @throws Error where others read for so long that it cannot be had */
  hold(): void {
    if (!this.#reader.inTransaction || this.#isMuchLogged()) {
      this.#changed = null;
      this.release();
    } else if (this.#tryToHold()) {
      return;
    }
    for (let tries = 0; tries < triesMax; tries += 1) {
      // Most of it, while nobody waits.
      moveLog(this.#reader, 'PASSIVE');
      if (this.#tryToHold()) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
    throw new Error('the database is read by others for too long');
  }

  release(): void {
    if (this.#reader.inTransaction) this.#reader.exec('ROLLBACK');
  }

  /** @param pieceBytes of each piece but the last */
  content(pieceBytes: number): StillContent {
    // What nobody has written to since the last time need not be read again.
    const version = this.#reader.pragma('data_version', { simple: true }) as number;
    if (this.#known?.version !== version) {
      const { databaseBytes, pieces } = hashPieces(
        this.#file,
        pieceBytes,
        this.#unchanged(pieceBytes),
      );
      this.#known = { version, content: { databaseBytes, pieces, ...this.#files() } };
    }
    this.#changed = new Set();
    return this.#known.content;
  }

  close(): void {
    this.release();
    this.#reader.close();
    this.#writer.close();
  }

  /** The rest of the log goes into the file while nobody else can write to either. */
  #tryToHold(): boolean {
    this.#writer.exec('BEGIN IMMEDIATE');
    try {
      this.#noteLogged();
      this.release();
      const { frames, isWhole } = moveLog(this.#reader, 'PASSIVE');
      // While the server itself is at it no frame is known: then all of them are looked at again.
      this.#mark = { generation: generationOf(this.#log), frames };
      if (!isWhole) return false;
      this.#reader.exec('BEGIN');
      // A transaction reads as of its first statement.
      this.#reader.prepare('SELECT count(*) FROM meta').get();
      return true;
    } finally {
      this.#writer.exec('ROLLBACK');
    }
  }

  #isMuchLogged(): boolean {
    return pagesLogged(this.#log, this.#mark).pages.length > loggedPagesMax;
  }

  /**
   * What was written since the mark. While the file is held the log begins anew at most once, and then
   * with nothing in it that was not in the file; else what was in it before may have been missed.
   */
  #noteLogged(): void {
    if (this.#changed === null) return;
    const { pages, pageBytes, hasBegunAnew } = pagesLogged(this.#log, this.#mark);
    if (hasBegunAnew && !this.#reader.inTransaction) {
      this.#changed = null;
      return;
    }
    for (const page of pages) this.#changed.add((page - 1) * pageBytes);
  }

  /** What a piece's hash still is; undefined for one that has to be read. */
  #unchanged(pieceBytes: number): (index: number) => string | undefined {
    if (this.#changed === null || this.#known === null) return () => undefined;
    const { pieces } = this.#known.content;
    const read = new Set([...this.#changed].map((at) => Math.floor(at / pieceBytes)));
    // It may have been shorter than a whole one.
    read.add(pieces.length - 1);
    return (index) => (read.has(index) ? undefined : pieces[index]);
  }

  #files(): Pick<StillContent, 'files' | 'uploads'> {
    const blobs = this.#reader
      .prepare<[], { id: string; thumbnail: number }>(
        'SELECT id, thumbnail_byte_count IS NOT NULL AS thumbnail FROM blob ORDER BY id',
      )
      .all();
    const uploads = this.#reader
      .prepare<[], { id: string; byteOffset: number }>(
        'SELECT id, byte_offset AS byteOffset FROM upload ORDER BY id',
      )
      .all();
    const files = blobs.flatMap(({ id, thumbnail }) =>
      thumbnail === 1 ? [id, `${id}.thumbnail`] : [id],
    );
    return { files, uploads };
  }
}

/**
 * SHA-256 in base64 of each piece of a file, the last of which may be shorter.
 * @param known what is certain of pieces but the last, and need not be read
 */
export function hashPieces(
  file: string,
  pieceBytes: number,
  known: (index: number) => string | undefined = () => undefined,
): { databaseBytes: number; pieces: string[] } {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(pieceBytes);
    const pieces: string[] = [];
    for (let at = 0; at < size; at += pieceBytes) {
      const length = Math.min(pieceBytes, size - at);
      const isLast = at + length === size;
      const hash = isLast ? undefined : known(pieces.length);
      pieces.push(hash ?? hashOf(descriptor, buffer.subarray(0, length), at));
    }
    return { databaseBytes: size, pieces };
  } finally {
    closeSync(descriptor);
  }
}

function hashOf(descriptor: number, buffer: Buffer, at: number): string {
  if (readSync(descriptor, buffer, 0, buffer.length, at) !== buffer.length) {
    throw new Error('the database became shorter');
  }
  return createHash('sha256').update(buffer).digest('base64');
}
