import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { UploadSource } from '#client/chat-client.ts';
import type { AddedFile, ChosenFile, RefusedFile } from '#ipc/attachments.ts';
import { LocalError } from '../local-error.ts';
import { FileSource, measureFile } from './file-source.ts';
import type { LocalFile } from './file-source.ts';
import { kindOf, shownTypeOf } from './file-kind.ts';
import { previewUrlOf } from './file-urls.ts';

/** Messages of other servers may wait this long for the person to come back to them. */
const keptAtMostMs = 30 * 86_400_000;

/** A file that the person chose to send. */
export interface KeptFile extends LocalFile {
  id: string;
  name: string;
  /** Made by the app, of what has no file of its own: erased once it is sent or dropped. */
  isTemporary: boolean;
}

interface ChosenFilesOptions {
  /** Where what was pasted or recorded is kept until it is sent. */
  folder: string;
  /** What the server takes. */
  maxBytes: () => number;
}

/** Which files of this computer the page may speak of, by ids that only main understands. */
export class ChosenFiles {
  readonly #options: ChosenFilesOptions;
  readonly #files = new Map<string, KeptFile>();
  /** Those of messages on their way. */
  readonly #claimed = new Set<string>();

  constructor(options: ChosenFilesOptions) {
    this.#options = options;
  }

  async addPath(file: string): Promise<AddedFile> {
    const name = path.basename(file);
    try {
      const measured = await measureFile(file);
      if (!measured.isFile) return this.#refuse(name, 'folder');
      if (measured.size > this.#options.maxBytes()) return this.#refuse(name, 'too-large');
      return { chosen: this.keep({ ...measured, id: randomUUID(), name, isTemporary: false }) };
    } catch (error) {
      if (error instanceof LocalError) return this.#refuse(name, 'unreadable');
      throw error;
    }
  }

  async addBytes(name: string, bytes: Uint8Array): Promise<AddedFile> {
    if (bytes.length > this.#options.maxBytes()) return this.#refuse(name, 'too-large');
    const { folder } = this.#options;
    const id = randomUUID();
    const file = path.join(folder, id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, bytes, { mode: 0o600, flag: 'wx' });
    const measured = await measureFile(file);
    return { chosen: this.keep({ ...measured, id, name: path.basename(name), isTemporary: true }) };
  }

  /** From now on the page may speak of it. */
  keep(file: KeptFile): ChosenFile {
    this.#files.set(file.id, file);
    return this.describe(file);
  }

  get(id: string): KeptFile | undefined {
    return this.#files.get(id);
  }

  /** What the page is told of it. */
  describe({ id, name, size }: KeptFile): ChosenFile {
    const preview_url = shownTypeOf(name) === null ? null : previewUrlOf(id);
    return { id, name, size, kind: kindOf(name), preview_url };
  }

  sourceOf(file: KeptFile): UploadSource {
    return new FileSource(file);
  }

  /** The page no longer needs it. */
  async remove(id: string): Promise<void> {
    const file = this.#files.get(id);
    this.#files.delete(id);
    this.#claimed.delete(id);
    if (file?.isTemporary === true) await rm(file.path, { force: true });
  }

  /** It belongs to a message on its way now, which outlives this run of the app. */
  claim(file: KeptFile): void {
    this.keep(file);
    this.#claimed.add(file.id);
  }

  /** The page may speak of none of them any more. */
  async forgetAll(): Promise<void> {
    const unsent = [...this.#files.keys()].filter((id) => !this.#claimed.has(id));
    for (const id of unsent) await this.remove(id);
    this.#files.clear();
    this.#claimed.clear();
  }

  /** Erases what a run of the app that was cut short has left, once nothing can wait for it. */
  async sweep(): Promise<void> {
    const { folder } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      const file = path.join(folder, name);
      const { mtimeMs } = await stat(file);
      if (Date.now() - mtimeMs > keptAtMostMs) await rm(file, { force: true });
    }
  }

  #refuse(name: string, reason: RefusedFile['reason']): AddedFile {
    return { refused: { name, reason, max_bytes: this.#options.maxBytes() } };
  }
}
