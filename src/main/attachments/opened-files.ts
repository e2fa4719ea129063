import { mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { shell } from 'electron';
import { words } from '#messages/catalogue.ts';
import type { AttachmentId, MessageId } from '#protocol/identifiers.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { LocalError } from '../local-error.ts';
import { safeFileName } from './safe-file-name.ts';

interface OpenedFile {
  messageId: MessageId;
  folder: string;
}

/** Copies of files that other programs show; none of them stays. */
export class OpenedFiles {
  readonly #root: string;
  readonly #opened = new Map<AttachmentId, OpenedFile>();

  /** @param root a folder that holds nothing else */
  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Has `write` fill a private copy, and hands that to the program for its kind. Throws
   * FILE_UNREADABLE when there is none.
   */
  async open(
    info: AttachmentInfo,
    messageId: MessageId,
    write: (file: string) => Promise<boolean>,
  ): Promise<boolean> {
    const folder = await mkdtemp(path.join(this.#root, 'file-'));
    this.#opened.set(info.id, { messageId, folder });
    const file = path.join(folder, safeFileName(info.file_name));
    const isComplete = await write(file);
    if (!isComplete) {
      await this.#erase(info.id);
      return false;
    }
    const problem = await shell.openPath(file);
    if (problem === '') return true;
    await this.#erase(info.id);
    throw new LocalError('FILE_UNREADABLE', words('failure.noProgram'), { cause: problem });
  }

  /** The message is gone: so is what was opened of it. */
  async messageGone(messageId: MessageId): Promise<void> {
    for (const [id, opened] of this.#opened) {
      if (opened.messageId === messageId) await this.#erase(id);
    }
  }

  /** Also what an earlier run of the app was kept from erasing. */
  async eraseAll(): Promise<void> {
    this.#opened.clear();
    for (const name of await readdir(this.#root)) {
      await rm(path.join(this.#root, name), { recursive: true, force: true });
    }
  }

  async #erase(id: AttachmentId): Promise<void> {
    const opened = this.#opened.get(id);
    this.#opened.delete(id);
    if (opened) await rm(opened.folder, { recursive: true, force: true });
  }
}
