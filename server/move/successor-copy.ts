import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import type { MoveContent } from '#protocol/move.ts';
import { blobFolderIn } from '../blobs/blob-folder.ts';
import { flushFolder } from '../db/durable-files.ts';
import { ArrivingDatabase } from './arriving-database.ts';
import type { OldHost } from './successor-client.ts';

/** Requests under way at a time, so that none waits for the network's way there and back. */
const lanes = 4;

type Count = (bytes: number) => void;

/** The copy of a server's files on this computer, brought up to date as often as is wanted. */
export class SuccessorCopy {
  readonly #database: ArrivingDatabase;
  readonly #folder: string;

  private constructor(database: ArrivingDatabase, folder: string) {
    this.#database = database;
    this.#folder = folder;
  }

  /** @param into the folder of the copy: empty, or as an earlier run has left it */
  static async open(into: string, databaseFile: string): Promise<SuccessorCopy> {
    const folder = blobFolderIn(into);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return new SuccessorCopy(await ArrivingDatabase.open(databaseFile), folder);
  }

  /**
   * Fetches what is here not yet, or not any more as it is there; answers how many bytes that were, and
   * the version of what is here now.
   * The copy is that of one moment before and after, and on disk when this resolves.
   * @param isLast all of it has to be there
   */
  async update(
    host: OldHost,
    isLast: boolean,
    onProgress: (done: number) => void = () => undefined,
  ): Promise<{ bytes: number; version: number }> {
    const content = await host.content(isLast);
    const files = content.files.filter(({ name, bytes }) => this.#sizeOf(name) !== bytes);
    const pieces = this.#database.missing(content.pieces).length;
    const total = pieces * limits.movePieceBytes + files.reduce((sum, { bytes }) => sum + bytes, 0);
    let fetched = 0;
    const count = (bytes: number) => {
      fetched += bytes;
      onProgress(Math.min(fetched / total, 1));
    };
    // What the database tells of is there before it does.
    await inLanes(files, (file) => this.#fetchFile(host, file, isLast, count));
    await this.#database.update(content, (missing, keep) =>
      inLanes(missing, async (piece) => {
        const bytes = await host.databasePiece(piece.index * limits.movePieceBytes);
        await keep(piece, bytes);
        count(bytes.length);
      }),
    );
    this.#removeOthers(content);
    return { bytes: fetched, version: content.version };
  }

  async #fetchFile(
    host: OldHost,
    { name, bytes }: MoveContent['files'][number],
    isLast: boolean,
    count: Count,
  ): Promise<void> {
    const path = join(this.#folder, name);
    const coming = `${path}.coming`;
    const file = await open(coming, 'w', 0o600);
    try {
      await fill(host, file, { name, bytes }, count);
      await file.sync();
      renameSync(coming, path);
    } catch (cause) {
      rmSync(coming, { force: true });
      // Erased since it was listed: it will not be listed again.
      if (isLast || !(cause instanceof AppError) || cause.code !== 'NOT_FOUND') throw cause;
    } finally {
      await file.close();
    }
  }

  #sizeOf(name: string): number | undefined {
    return statSync(join(this.#folder, name), { throwIfNoEntry: false })?.size;
  }

  #removeOthers({ files }: MoveContent): void {
    const listed = new Set(files.map(({ name }) => name));
    for (const name of readdirSync(this.#folder)) {
      if (!listed.has(name)) rmSync(join(this.#folder, name));
    }
    flushFolder(this.#folder);
  }
}

async function fill(
  host: OldHost,
  file: FileHandle,
  { name, bytes }: MoveContent['files'][number],
  count: Count,
): Promise<void> {
  for (let at = 0; at < bytes;) {
    const piece = (await host.filePiece(name, at)).subarray(0, bytes - at);
    await file.write(piece, 0, piece.length, at);
    at += piece.length;
    count(piece.length);
  }
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
