import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import type { ByteContent } from '#protocol/bytes.ts';
import { AppError } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import { releaseManifest } from '#protocol/releases.ts';
import type { ReleaseManifest, SignedRelease } from '#protocol/releases.ts';

interface ReleasesOptions {
  /** Where whoever runs the server puts a release; need not be there. */
  folder: string;
  logger: Logger;
}

interface OfferedRelease {
  signed: SignedRelease;
  manifest: ReleaseManifest;
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

  async #read(): Promise<OfferedRelease | null> {
    const { folder, logger } = this.#options;
    const manifestText = await textIfPresent(path.join(folder, 'release.json'));
    const signature = await textIfPresent(path.join(folder, 'release.json.sig'));
    if (manifestText === null || signature === null) return null;
    const manifest = releaseManifest.safeParse(parsedOrNull(manifestText));
    if (!manifest.success || Buffer.byteLength(manifestText) > limits.releaseManifestMaxBytes) {
      logger.warn({ folder }, 'The release in the folder cannot be read, and is not offered');
      return null;
    }
    if (!(await this.#isWhole(manifest.data))) return null;
    return {
      signed: { manifest: manifestText, signature: signature.trim() },
      manifest: manifest.data,
    };
  }

  async #isWhole({ files }: ReleaseManifest): Promise<boolean> {
    for (const { name, bytes } of files) {
      const found = await stat(path.join(this.#options.folder, name)).catch(nullIfAbsent);
      if (found?.isFile() !== true || found.size !== bytes) return false;
    }
    return true;
  }
}

async function textIfPresent(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(nullIfAbsent);
}

function nullIfAbsent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
