import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import type { ByteContent } from '#protocol/bytes.ts';
import { AppError } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import type { SignedRelease } from '#protocol/releases.ts';
import { readRelease } from './release-folder.ts';
import type { HeldRelease } from './release-folder.ts';

interface ReleasesOptions {
  /** Where whoever runs the server puts a release; need not be there. */
  folder: string;
  logger: Logger;
}

/**
 * Hands on a release of the app that lies in a folder. Its signature is for those who install it to check: the
 * server holds no key, and nobody need trust it.
 */
export class ReleasesService {
  readonly #options: ReleasesOptions;

  constructor(options: ReleasesOptions) {
    this.#options = options;
  }

  /** Null while there is none, or not all of it is there yet. Anybody who is signed in may ask. */
  async offered(): Promise<SignedRelease | null> {
    return (await this.#read())?.signed ?? null;
  }

  /** At most `maxBytes` from `first` on. Throws NOT_FOUND, RANGE_NOT_SATISFIABLE. */
  async piece(name: string, first: number, maxBytes: number): Promise<ByteContent> {
    const release = await this.#read();
    const file = release?.manifest.files.find((each) => each.name === name);
    if (file === undefined) throw new AppError('NOT_FOUND');
    if (first >= file.bytes) throw new AppError('RANGE_NOT_SATISFIABLE');
    const length = Math.min(maxBytes, limits.sealedBytesMax, file.bytes - first);
    const range = { start: first, end: first + length - 1 };
    return { length, read: () => createReadStream(path.join(this.#options.folder, name), range) };
  }

  async #read(): Promise<HeldRelease | null> {
    const { folder, logger } = this.#options;
    const release = await readRelease(folder);
    if (release === 'unreadable') {
      logger.warn({ folder }, 'The release in the folder cannot be read, and is not offered');
      return null;
    }
    return release?.missing.length === 0 ? release : null;
  }
}
