import { open, stat } from 'node:fs/promises';
import type { UploadSource } from '#client/chat-client.ts';
import { words } from '#messages/catalogue.ts';
import { LocalError } from '../local-error.ts';

export interface LocalFile {
  path: string;
  size: number;
  modifiedMs: number;
}

/** The file as it is now. Throws FILE_UNREADABLE. */
export async function measureFile(path: string): Promise<LocalFile & { isFile: boolean }> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(cause);
  });
  return { path, size: found.size, modifiedMs: found.mtimeMs, isFile: found.isFile() };
}

/** A file of this computer, for as long as it stays the one that was chosen. */
export class FileSource implements UploadSource {
  readonly #file: LocalFile;

  constructor(file: LocalFile) {
    this.#file = file;
  }

  get sizeBytes(): number {
    return this.#file.size;
  }

  /** Throws FILE_UNREADABLE, also when the file has been changed meanwhile. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const handle = await open(this.#file.path, 'r').catch((cause: unknown) => {
      throw unreadable(cause);
    });
    try {
      const { size, mtimeMs } = await handle.stat();
      if (size !== this.#file.size || mtimeMs !== this.#file.modifiedMs) throw changed();
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
        if (bytesRead === 0) throw changed();
        filled += bytesRead;
      }
      return bytes;
    } finally {
      await handle.close();
    }
  }
}

function unreadable(cause: unknown): LocalError {
  const detail = 'The file is no longer there, or may not be read';
  return new LocalError('FILE_UNREADABLE', detail, { cause });
}

function changed(): LocalError {
  return new LocalError('FILE_UNREADABLE', words('failure.fileChanged'));
}
