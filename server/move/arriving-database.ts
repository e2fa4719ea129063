import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { limits } from '#protocol/limits.ts';
import { replaceFile } from '../db/durable-files.ts';
import { hashPieces } from '../db/still-file.ts';
import { StartupError } from '../startup-error.ts';

const journal = z.object({
  bytes: z.int(),
  /** Where each of the pieces that have come belongs, in their order. */
  places: z.array(z.int()),
});

/**
 * A copy of a database's file that is brought up to date piece by piece, and is whole at every moment:
 * what is new is written beside it first, and put in its place only once all of it is there.
 */
export class ArrivingDatabase {
  readonly file: string;
  readonly #incoming: string;
  readonly #journal: string;
  #pieces: string[] = [];

  /** Takes up what an earlier run has left. */
  static async open(file: string): Promise<ArrivingDatabase> {
    const database = new ArrivingDatabase(file);
    await database.#apply();
    if (existsSync(file)) database.#pieces = hashPieces(file, limits.movePieceBytes).pieces;
    return database;
  }

  private constructor(file: string) {
    this.file = file;
    this.#incoming = join(dirname(file), 'incoming');
    this.#journal = join(dirname(file), 'incoming.json');
  }

  /** Those of the wanted pieces that are not here. */
  missing(pieces: readonly string[]): { hash: string; index: number }[] {
    return pieces.flatMap((hash, index) => (this.#pieces[index] === hash ? [] : [{ hash, index }]));
  }

  /**
   * Fetches what is missing, in any order, and puts it in place.
   * @throws StartupError for a piece that is not what was listed, with the copy as it was
   */
  async update(
    content: { database_bytes: number; pieces: string[] },
    fetchAll: (
      missing: { hash: string; index: number }[],
      keep: (piece: { hash: string; index: number }, bytes: Uint8Array) => Promise<void>,
    ) => Promise<void>,
  ): Promise<void> {
    const missing = this.missing(content.pieces);
    const slots = new Map(missing.map(({ index }, slot) => [index, slot]));
    const file = await open(this.#incoming, 'w', 0o600);
    try {
      await fetchAll(missing, async ({ hash, index }, bytes) => {
        if (createHash('sha256').update(bytes).digest('base64') !== hash) {
          throw new StartupError('The database came damaged from the other computer');
        }
        await file.write(bytes, 0, bytes.length, (slots.get(index) ?? 0) * limits.movePieceBytes);
      });
      await file.sync();
    } finally {
      await file.close();
    }
    const places = missing.map(({ index }) => index);
    replaceFile(this.#journal, JSON.stringify({ bytes: content.database_bytes, places }));
    await this.#apply();
    this.#pieces = content.pieces;
  }

  /** May be done again after a crash: it always comes to the same. */
  async #apply(): Promise<void> {
    if (!existsSync(this.#journal)) return;
    const { bytes, places } = journal.parse(JSON.parse(readFileSync(this.#journal, 'utf8')));
    const incoming = await open(this.#incoming, 'r');
    const target = await open(this.file, existsSync(this.file) ? 'r+' : 'w', 0o600);
    const buffer = Buffer.alloc(limits.movePieceBytes);
    try {
      for (const [slot, place] of places.entries()) {
        const at = slot * limits.movePieceBytes;
        const { bytesRead } = await incoming.read(buffer, 0, buffer.length, at);
        await target.write(buffer, 0, bytesRead, place * limits.movePieceBytes);
      }
      await target.truncate(bytes);
      await target.sync();
    } finally {
      await incoming.close();
      await target.close();
    }
    rmSync(this.#journal);
    rmSync(this.#incoming);
  }
}
