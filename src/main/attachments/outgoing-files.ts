import { v4 as randomUuid } from 'uuid';
import type { ChatClient } from '#client/chat-client.ts';
import type { OutgoingMessage } from '#ipc/messages.ts';
import type { CallInput } from '#ipc/index.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { Message } from '#protocol/messages.ts';
import { LocalError } from '../local-error.ts';
import type { SendEvent } from '../ipc/events.ts';
import type { Log } from '../logging/log.ts';
import type { FilesToSend } from './files-to-send.ts';
import { MessageUpload } from './message-upload.ts';
import type { FilePart, OutgoingStore, Sender, StoredMessage } from './outgoing-store.ts';

interface OutgoingFilesOptions {
  store: Pick<OutgoingStore, 'load' | 'save'>;
  chosen: FilesToSend;
  send: SendEvent;
  log: Log;
}

/**
 * Messages that wait for their files. Each goes to the outbox when the last of its files is with the
 * server; what is written meanwhile does not wait for it.
 */
export class OutgoingFiles {
  readonly #options: OutgoingFilesOptions;
  readonly #uploads = new Map<string, MessageUpload>();
  #sender: Sender | null = null;
  #client: ChatClient | null = null;

  constructor(options: OutgoingFilesOptions) {
    this.#options = options;
  }

  /** Another person is in front of the app, or another server behind it: goes on with theirs. */
  async use(sender: Sender | null, client: ChatClient | null): Promise<void> {
    this.stop();
    await this.#options.chosen.forgetAll();
    this.#sender = sender;
    this.#client = client;
    if (sender === null || client === null) return;
    const stored = await this.#options.store.load(sender);
    if (this.#sender !== sender) return;
    for (const message of stored) {
      for (const part of message.parts) {
        if (part.kind === 'file') this.#options.chosen.claim(part.file);
      }
      const upload = this.#begin(message, client);
      // The window may have asked already, for it may be open before its files are known.
      this.#options.send('outgoingChanged', upload.describe());
    }
  }

  /** The person signs out: nothing of theirs stays. */
  async discardAll(): Promise<void> {
    for (const id of [...this.#uploads.keys()]) await this.discard(id);
  }

  stop(): void {
    for (const upload of this.#uploads.values()) upload.stop();
    this.#uploads.clear();
  }

  /** Answers as soon as it is certain that the message outlives the app. Throws FILE_UNREADABLE. */
  async send(wanted: CallInput<'sendMessage'>): Promise<OutgoingMessage> {
    const client = this.#client;
    if (client === null) throw new LocalError('NO_SESSION', 'Sign in first');
    const { files, forwarded_attachments: forwarded, ...draft } = wanted;
    const copies = forwarded.map((of) => ({ kind: 'copy' as const, of, info: null }));
    const message: StoredMessage = {
      ...draft,
      client_message_id: randomUuid(),
      created_at: new Date().toISOString(),
      isPaused: false,
      parts: [...files.map((file) => this.#partOf(file)), ...copies],
    };
    const upload = this.#begin(message, client, false);
    await this.#save();
    upload.start();
    return upload.describe();
  }

  list(conversationId: ConversationId): OutgoingMessage[] {
    return [...this.#uploads.values()]
      .filter(({ message }) => message.conversation_id === conversationId)
      .map((upload) => upload.describe());
  }

  async pause(clientMessageId: string): Promise<void> {
    await this.#uploads.get(clientMessageId)?.pause();
  }

  async resume(clientMessageId: string): Promise<void> {
    await this.#uploads.get(clientMessageId)?.resume();
  }

  /** False when it is none of these. */
  retry(clientMessageId: string): boolean {
    const upload = this.#uploads.get(clientMessageId);
    upload?.start();
    return upload !== undefined;
  }

  /** False when it is none of these. */
  async discard(clientMessageId: string): Promise<boolean> {
    const upload = this.#uploads.get(clientMessageId);
    if (upload === undefined) return false;
    const { conversation_id } = upload.message;
    await this.#forget(upload);
    const settled = { client_message_id: clientMessageId, conversation_id, message: null };
    this.#options.send('outgoingSettled', settled);
    await upload.cancel();
    return true;
  }

  #partOf(file: CallInput<'sendMessage'>['files'][number]): FilePart {
    const kept = this.#options.chosen.get(file.chosen_id);
    if (kept === undefined) {
      throw new LocalError('FILE_UNREADABLE', 'A file is no longer there: choose it again');
    }
    this.#options.chosen.claim(kept);
    const { voice } = file;
    return {
      kind: 'file',
      file: kept,
      removesLocation: file.remove_location,
      voice: voice && { durationSeconds: voice.duration_seconds, waveform: voice.waveform },
      uploadId: null,
      info: null,
    };
  }

  #begin(message: StoredMessage, client: ChatClient, startsNow = true): MessageUpload {
    const { send, log } = this.#options;
    const upload: MessageUpload = new MessageUpload({
      message,
      attachments: client.attachments,
      chosen: this.#options.chosen,
      save: () => this.#save(),
      onChanged: (outgoing) => {
        send('outgoingChanged', outgoing);
      },
      onUploaded: (infos) => this.#hand(upload, infos, client),
      log,
    });
    this.#uploads.set(message.client_message_id, upload);
    if (startsNow) upload.start();
    return upload;
  }

  /** The outbox keeps it from here on. */
  async #hand(upload: MessageUpload, infos: AttachmentInfo[], client: ChatClient): Promise<void> {
    const { message } = upload;
    client.outbox.send({
      conversation_id: message.conversation_id,
      content: message.content,
      reply_to_message_id: message.reply_to_message_id,
      self_destruct_timer: message.self_destruct_timer,
      client_message_id: message.client_message_id,
      message_type: typeFor(infos),
      attachments: infos,
    });
    await this.#forget(upload);
  }

  async #forget(upload: MessageUpload): Promise<void> {
    const { message } = upload;
    this.#uploads.delete(message.client_message_id);
    await this.#save();
    for (const part of message.parts) {
      if (part.kind === 'file') await this.#options.chosen.remove(part.file.id);
    }
  }

  async #save(): Promise<void> {
    if (this.#sender === null) return;
    const messages = [...this.#uploads.values()].map(({ message }) => message);
    await this.#options.store.save(this.#sender, messages);
  }
}

/** What the message is, all in all. */
function typeFor(infos: readonly AttachmentInfo[]): Message['message_type'] {
  const kinds = new Set(infos.map(({ attachment_type }) => attachment_type));
  if (kinds.size !== 1) return 'text';
  if (kinds.has('voice_note')) return 'voice';
  if (kinds.has('image')) return 'image';
  return kinds.has('video') ? 'video' : 'text';
}
