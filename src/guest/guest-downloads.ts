import type { ChatClient } from '#client/chat-client.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import type { SendEvent } from '../main/ipc/events.ts';
import { downloadWhole, GivenUp } from './download-whole.ts';

/** Files that the person wants to keep: the browser saves them as it saves others. */
export class GuestDownloads {
  readonly #send: SendEvent;
  readonly #running = new Map<AttachmentId, { isGivenUp: boolean }>();

  constructor(send: SendEvent) {
    this.#send = send;
  }

  cancel(id: AttachmentId): void {
    const running = this.#running.get(id);
    if (running !== undefined) running.isGivenUp = true;
  }

  /** False when the person stopped it. Throws AppError or ClientError. */
  async save({ attachments }: ChatClient, id: AttachmentId): Promise<boolean> {
    const info = await attachments.info(id);
    const running = { isGivenUp: false };
    this.#running.set(id, running);
    const show = (received: number | null) => {
      this.#send('downloadChanged', { attachment_id: id, received, total: info.file_size });
    };
    try {
      // Whatever it is: the browser must not take it for a page of this address.
      const blob = await downloadWhole(
        attachments,
        info,
        'application/octet-stream',
        (received) => {
          show(received);
          return !running.isGivenUp;
        },
      );
      hand(blob, info.file_name);
      return true;
    } catch (error) {
      if (error instanceof GivenUp) return false;
      throw error;
    } finally {
      this.#running.delete(id);
      show(null);
    }
  }
}

/** A browser has taken it when the link has been clicked; it says so to nobody. */
const takenAfterMs = 60_000;

function hand(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, takenAfterMs);
}
