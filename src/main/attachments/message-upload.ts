import type { Attachments, Upload } from '#client/chat-client.ts';
import type { OutgoingFile, OutgoingUpload } from '#ipc/attachments.ts';
import type { CallFailure } from '#ipc/call.ts';
import type { OutgoingMessage } from '#ipc/messages.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { describeExpectedFailure, unexpectedFailure } from '../call-failure.ts';
import type { Log } from '../logging/log.ts';
import type { FilesToSend } from './files-to-send.ts';
import type { FilePart, StoredMessage } from './outgoing-store.ts';

const showProgressEveryMs = 150;

interface MessageUploadOptions {
  message: StoredMessage;
  attachments: Attachments;
  chosen: Pick<FilesToSend, 'describe' | 'sourceOf'>;
  /** Keeps what the message has become. */
  save: () => Promise<void>;
  onChanged: (message: OutgoingMessage) => void;
  /** Every file is with the server: the message may follow. */
  onUploaded: (infos: AttachmentInfo[]) => Promise<void>;
  log: Log;
}

/** One message's files on their way, one after the other. */
export class MessageUpload {
  readonly message: StoredMessage;
  readonly #options: MessageUploadOptions;
  readonly #sent = new Map<string, number>();
  #current: Upload | null = null;
  #isRunning = false;
  #isOver = false;
  #isWaiting = false;
  #failure: CallFailure | null = null;
  #progressTimer: NodeJS.Timeout | null = null;

  constructor(options: MessageUploadOptions) {
    this.message = options.message;
    this.#options = options;
  }

  /** Goes on from where it stands. */
  start(): void {
    if (this.#isRunning || this.#isOver || this.message.isPaused) return;
    this.#isRunning = true;
    this.#failure = null;
    this.#show();
    void this.#run();
  }

  async pause(): Promise<void> {
    this.message.isPaused = true;
    this.#current?.pause();
    this.#show();
    await this.#options.save();
  }

  async resume(): Promise<void> {
    this.message.isPaused = false;
    this.#current?.resume();
    this.#show();
    await this.#options.save();
    this.start();
  }

  /** Ends it; the server forgets what it has, now if it can be told. */
  async cancel(): Promise<void> {
    this.#end();
    const { attachments, log } = this.#options;
    const current = this.#current;
    const begun = this.message.parts.filter((part) => part.kind === 'file' && part.uploadId);
    try {
      await current?.cancel();
      for (const part of begun) {
        const { uploadId } = part as FilePart;
        if (uploadId !== null) await attachments.terminate(uploadId);
      }
    } catch (error) {
      log.warn('An upload that was given up stays with the server until it expires', error);
    }
  }

  /** Ends it here; another run of the app goes on. */
  stop(): void {
    this.#end();
    this.#current?.stop();
  }

  /** As the page shows it. */
  describe(): OutgoingMessage {
    const { parts, isPaused, ...draft } = this.message;
    const infos = parts.flatMap(({ info }) => info ?? []);
    const state = isPaused ? 'paused' : this.#isWaiting ? 'waiting' : 'uploading';
    const files = parts.flatMap((part) => (part.kind === 'file' ? this.#describePart(part) : []));
    const upload: OutgoingUpload = { state, files };
    return {
      ...draft,
      attachments: infos.length === parts.length ? infos : [],
      upload: this.#failure === null ? upload : { ...upload, state: 'paused' },
      state: this.#failure === null ? 'sending' : 'failed',
      failure: this.#failure,
    };
  }

  async #run(): Promise<void> {
    try {
      const infos: AttachmentInfo[] = [];
      for (const part of this.message.parts) {
        part.info ??= part.kind === 'file' ? await this.#upload(part) : await this.#copy(part.of);
        infos.push(part.info);
        await this.#options.save();
      }
      if (!this.#isOver) await this.#options.onUploaded(infos);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isRunning = false;
      this.#current = null;
    }
  }

  async #upload(part: FilePart): Promise<AttachmentInfo> {
    const { file, voice, removesLocation } = part;
    this.#current = this.#options.attachments.upload({
      source: this.#options.chosen.sourceOf(file),
      metadata: {
        fileName: file.name,
        removesLocation,
        ...(voice && { kind: 'voice_note', ...voice }),
      },
      uploadId: part.uploadId,
      onCreated: async (id) => {
        part.uploadId = id;
        await this.#options.save();
      },
      onProgress: (sentBytes) => {
        this.#sent.set(file.id, sentBytes);
        this.#showSoon();
      },
      onWaiting: (isWaiting) => {
        this.#isWaiting = isWaiting;
        this.#show();
      },
    });
    if (this.message.isPaused) this.#current.pause();
    if (this.#isOver) this.#current.stop();
    return this.#current.done;
  }

  #copy(of: AttachmentInfo['id']): Promise<AttachmentInfo> {
    return this.#options.attachments.copy(of);
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    const expected = describeExpectedFailure(error);
    if (expected === null) this.#options.log.error('A file could not be sent', error);
    this.#failure = expected ?? unexpectedFailure;
    this.#show();
  }

  #describePart({ file, info }: FilePart): OutgoingFile {
    const { name, size, kind, preview_url } = this.#options.chosen.describe(file);
    const sent = info === null ? (this.#sent.get(file.id) ?? 0) : size;
    return { name, size, sent, kind, preview_url };
  }

  #end(): void {
    this.#isOver = true;
    if (this.#progressTimer !== null) clearTimeout(this.#progressTimer);
    this.#progressTimer = null;
  }

  #show(): void {
    if (!this.#isOver) this.#options.onChanged(this.describe());
  }

  /** Often enough for the eye. */
  #showSoon(): void {
    if (this.#isOver) return;
    this.#progressTimer ??= setTimeout(() => {
      this.#progressTimer = null;
      this.#show();
    }, showProgressEveryMs);
  }
}
