import { v4 as randomUuid } from 'uuid';
import type { ChatClient, UploadSource } from '#client/chat-client.ts';
import type { AddedFile, ChosenFile } from '#ipc/attachments.ts';
import { attachmentId } from '#protocol/identifiers.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import type { KeptFile } from '../main/attachments/chosen-files.ts';
import { isShown, kindOf, shownTypeOf } from '../main/attachments/file-kind.ts';
import type { FilesToSend } from '../main/attachments/files-to-send.ts';
import { LocalError } from '../main/local-error.ts';
import { BlobAddresses } from './blob-addresses.ts';
import { downloadWhole } from './download-whole.ts';

interface GuestFilesOptions {
  client: () => ChatClient;
  /** What the server takes. */
  maxBytes: () => number;
}

interface HeldFile {
  file: KeptFile;
  blob: Blob;
  /** Of what the page can show or play by itself. */
  previewUrl: string | null;
}

/** A page cannot play part of what it does not have: more than this it does not fetch to show. */
const shownMaxBytes = 67_108_864;

const source = /^future-talk-file:\/\/(attachment|thumbnail|picture)\/(.*)$/;

/** Files in and out of messages, in the page's own memory. */
export class GuestFiles implements FilesToSend {
  readonly #options: GuestFilesOptions;
  readonly #held = new Map<string, HeldFile>();
  readonly #addresses = new BlobAddresses();

  constructor(options: GuestFilesOptions) {
    this.#options = options;
  }

  /** What the person gave to the page, or the page has recorded. */
  add(name: string, blob: Blob): AddedFile {
    const max_bytes = this.#options.maxBytes();
    if (blob.size > max_bytes) return { refused: { name, reason: 'too-large', max_bytes } };
    const id = randomUuid();
    const file = { id, name, size: blob.size, path: '', modifiedMs: 0, isTemporary: true };
    const previewUrl = shownTypeOf(name) === null ? null : URL.createObjectURL(blob);
    this.#held.set(id, { file, blob, previewUrl });
    return { chosen: this.describe(file) };
  }

  get(id: string): KeptFile | undefined {
    return this.#held.get(id)?.file;
  }

  /** A page keeps every file until it is sent or dropped. */
  claim(): void {
    // Held already.
  }

  describe({ id, name, size }: KeptFile): ChosenFile {
    return {
      id,
      name,
      size,
      kind: kindOf(name),
      preview_url: this.#held.get(id)?.previewUrl ?? null,
    };
  }

  sourceOf({ id, size }: KeptFile): UploadSource {
    return {
      sizeBytes: size,
      read: async (offset, length) => {
        const piece = this.#held.get(id)?.blob.slice(offset, offset + length);
        const bytes = await piece?.arrayBuffer().catch((cause: unknown) => {
          throw unreadable(cause);
        });
        if (bytes?.byteLength !== length) throw unreadable(undefined);
        return new Uint8Array(bytes);
      },
    };
  }

  async remove(id: string): Promise<void> {
    const { previewUrl = null } = this.#held.get(id) ?? {};
    if (previewUrl !== null) URL.revokeObjectURL(previewUrl);
    this.#held.delete(id);
  }

  /** Somebody else is signed in, or nobody: of what was seen and chosen nothing stays. */
  async forgetAll(): Promise<void> {
    for (const id of [...this.#held.keys()]) await this.remove(id);
    this.#addresses.forgetAll();
  }

  /** Where the page gets what the app's window would get from main. Throws what the server says. */
  addressOf(text: string): Promise<string> {
    const [, kind, name] = source.exec(text) ?? [];
    const { success, data: id } = attachmentId.safeParse(name);
    if (!success) return Promise.reject(new LocalError('CALL_INVALID', 'No such file'));
    return this.#addresses.of(text, () =>
      kind === 'attachment' ? this.#fetchShown(id) : this.#fetchThumbnail(id),
    );
  }

  async #fetchThumbnail(id: AttachmentId): Promise<Blob> {
    const bytes = await this.#options.client().attachments.thumbnail(id);
    return new Blob([new Uint8Array(bytes)], { type: 'image/webp' });
  }

  async #fetchShown(id: AttachmentId): Promise<Blob> {
    const { attachments } = this.#options.client();
    const info = await attachments.info(id);
    if (!isShown(info.mime_type) || info.file_size > shownMaxBytes) {
      throw new LocalError('CALL_INVALID', 'A page does not show this');
    }
    return downloadWhole(attachments, info, info.mime_type);
  }
}

function unreadable(cause: unknown): LocalError {
  return new LocalError('FILE_UNREADABLE', 'The file cannot be read any more', { cause });
}
