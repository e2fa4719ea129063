import { mkdirSync } from 'node:fs';
import { open, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { takeFilesLock } from '../db/folder-lock.ts';

/** What stands beside a file under the file's own key. */
export type BlobPart = 'file' | 'thumbnail';

/** What a part is authenticated under. */
export function blobPartName(id: string, part: BlobPart): string {
  return part === 'file' ? id : `${id} ${part}`;
}

/** Where a data folder has its sealed files. */
export function blobFolderIn(dataFolder: string): string {
  return join(dataFolder, 'attachments');
}

const thumbnailSuffix = '.thumbnail';

/** The folder of sealed files. Their names are ids of ours, never what somebody called them. */
export class BlobFolder {
  readonly #dataFolder: string;
  readonly #path: string;

  /** Makes the folder where it is missing. */
  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
    this.#path = blobFolderIn(dataFolder);
    mkdirSync(this.#path, { recursive: true, mode: 0o700 });
  }

  fileOf(id: string, part: BlobPart = 'file'): string {
    return join(this.#path, part === 'file' ? id : `${id}${thumbnailSuffix}`);
  }

  /** Removes what is there of blobs, durably; false, with none removed, while a backup reads them. */
  async remove(ids: readonly string[]): Promise<boolean> {
    const lock = takeFilesLock(this.#dataFolder);
    if (lock === null) return false;
    try {
      for (const id of ids) await this.removeUnknown(id);
      await this.flush();
    } finally {
      lock.release();
    }
    return true;
  }

  /** Removes a blob of which no row has ever told. */
  async removeUnknown(id: string): Promise<void> {
    await rm(this.fileOf(id), { force: true });
    await rm(this.fileOf(id, 'thumbnail'), { force: true });
  }

  /** The ids of all files, each once. */
  async ids(): Promise<Set<string>> {
    const names = await readdir(this.#path);
    return new Set(names.map((name) => name.replace(thumbnailSuffix, '')));
  }

  /** New names and removals are on disk once this resolves; Windows has no such call. */
  async flush(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.#path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** The disk's size and what of it this program may still take, in bytes. */
  async space(): Promise<{ totalBytes: number; freeBytes: number }> {
    const { bsize, blocks, bavail } = await statfs(this.#path);
    return { totalBytes: bsize * blocks, freeBytes: bsize * bavail };
  }
}
