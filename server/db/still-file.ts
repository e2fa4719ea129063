import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type Database from 'better-sqlite3';
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

/**
 * Keeps the database's file as it is for as long as it is copied. A connection that reads, and that
 * began when nothing was in the write-ahead log that was not in the file, keeps checkpoints from
 * writing to the file; who writes meanwhile writes to the log, and waits for nothing.
 */
export class StillFile {
  readonly #file: string;
  readonly #writer: Database.Database;
  readonly #reader: Database.Database;
  #known: { version: number; content: StillContent } | null = null;

  constructor(file: string, key: Uint8Array) {
    this.#file = file;
    this.#writer = openDatabase({ file, key });
    this.#reader = openDatabase({ file, key });
  }

  /** @throws Error where others read for so long that it cannot be had */
  hold(): void {
    this.release();
    for (let tries = 0; tries < triesMax; tries += 1) {
      // Most of it, while nobody waits.
      this.#reader.pragma('wal_checkpoint(PASSIVE)');
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
      const { databaseBytes, pieces } = hashPieces(this.#file, pieceBytes);
      this.#known = { version, content: { databaseBytes, pieces, ...this.#files() } };
    }
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
      const [log] = this.#reader.pragma('wal_checkpoint(PASSIVE)') as {
        log: number;
        checkpointed: number;
      }[];
      if (log === undefined || log.log !== log.checkpointed) return false;
      this.#reader.exec('BEGIN');
      // A transaction reads as of its first statement.
      this.#reader.prepare('SELECT count(*) FROM meta').get();
      return true;
    } finally {
      this.#writer.exec('ROLLBACK');
    }
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

/** SHA-256 in base64 of each piece of a file, the last of which may be shorter. */
export function hashPieces(
  file: string,
  pieceBytes: number,
): { databaseBytes: number; pieces: string[] } {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(pieceBytes);
    const pieces: string[] = [];
    for (let at = 0; at < size; at += pieceBytes) {
      const length = Math.min(pieceBytes, size - at);
      const read = readSync(descriptor, buffer, 0, length, at);
      if (read !== length) throw new Error('the database became shorter');
      pieces.push(createHash('sha256').update(buffer.subarray(0, length)).digest('base64'));
    }
    return { databaseBytes: size, pieces };
  } finally {
    closeSync(descriptor);
  }
}
