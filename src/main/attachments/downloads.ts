import { open, rename, rm } from 'node:fs/promises';
import type { Attachments } from '#client/chat-client.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { SendEvent } from '../ipc/events.ts';

const showProgressEveryMs = 150;

/** Whole files on their way to the disk, piece by piece. */
export class Downloads {
  readonly #send: SendEvent;
  readonly #cancelled = new Set<AttachmentId>();
  readonly #running = new Set<AttachmentId>();

  constructor(send: SendEvent) {
    this.#send = send;
  }

  cancel(id: AttachmentId): void {
    if (this.#running.has(id)) this.#cancelled.add(id);
  }

  /**
   * False when the person stopped it. The file appears under its name only when it is complete; it is
   * its owner's alone. Throws AppError, ClientError or what the disk says.
   */
  async write(attachments: Attachments, info: AttachmentInfo, file: string): Promise<boolean> {
    const partial = `${file}.part`;
    this.#running.add(info.id);
    try {
      const isComplete = await this.#fill(attachments, info, partial);
      if (isComplete) await rename(partial, file);
      return isComplete;
    } finally {
      this.#running.delete(info.id);
      this.#cancelled.delete(info.id);
      await rm(partial, { force: true });
      this.#show(info, null);
    }
  }

  async #fill(attachments: Attachments, info: AttachmentInfo, file: string): Promise<boolean> {
    const handle = await open(file, 'w', 0o600);
    let received = 0;
    let shownAt = 0;
    try {
      for await (const bytes of attachments.downloadAll(info)) {
        if (this.#cancelled.has(info.id)) return false;
        await handle.write(bytes);
        received += bytes.length;
        if (Date.now() - shownAt > showProgressEveryMs) {
          shownAt = Date.now();
          this.#show(info, received);
        }
      }
      await handle.sync();
      return true;
    } finally {
      await handle.close();
    }
  }

  #show({ id, file_size }: AttachmentInfo, received: number | null): void {
    this.#send('downloadChanged', { attachment_id: id, received, total: file_size });
  }
}
