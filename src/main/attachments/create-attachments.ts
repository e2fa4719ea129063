import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { ChatClient } from '#client/chat-client.ts';
import type { AppState } from '#ipc/app.ts';
import type { ServerEvent } from '#protocol/events.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import type { PersonCache } from '../cache/person-cache.ts';
import type { SendEvent } from '../ipc/events.ts';
import { LocalError } from '../local-error.ts';
import type { Log } from '../logging/log.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { ChosenFiles } from './chosen-files.ts';
import { Downloads } from './downloads.ts';
import { createFileAnswers } from './file-scheme.ts';
import type { AnswerFileRequest } from './file-scheme-door.ts';
import { OpenedFiles } from './opened-files.ts';
import { OutgoingFiles } from './outgoing-files.ts';
import { OutgoingStore } from './outgoing-store.ts';
import { Pictures } from './pictures.ts';

interface AttachmentParts {
  /** What the app knows at this moment. */
  state: () => AppState;
  /** Null while nobody is signed in. */
  client: () => ChatClient | null;
  cache: () => PersonCache | null;
  secrets: SecretStore;
  /** Of this person's files. */
  folder: string;
  send: SendEvent;
  /** From then on the page's requests for files are answered. */
  answerFiles: (answer: AnswerFileRequest) => void;
  log: Log;
}

/** Files in and out of messages, on this computer. */
export class MainAttachments {
  readonly chosen: ChosenFiles;
  readonly outgoing: OutgoingFiles;
  readonly opened: OpenedFiles;
  readonly downloads: Downloads;
  readonly #parts: AttachmentParts;
  #changes: Promise<void> = Promise.resolve();

  constructor(parts: AttachmentParts) {
    const { secrets, folder, send, log } = parts;
    this.#parts = parts;
    this.chosen = new ChosenFiles({
      folder: path.join(folder, 'to-send'),
      maxBytes: () => this.#maxBytes(),
    });
    const openedFolder = path.join(folder, 'opened');
    mkdirSync(openedFolder, { recursive: true, mode: 0o700 });
    this.opened = new OpenedFiles(openedFolder);
    this.downloads = new Downloads(send);
    const store = new OutgoingStore(secrets, log);
    this.outgoing = new OutgoingFiles({ store, chosen: this.chosen, send, log });
    const pictures = new Pictures({ fetch: (id) => this.#thumbnail(id), cache: parts.cache });
    const { client } = parts;
    parts.answerFiles(createFileAnswers({ client, chosen: this.chosen, pictures, log }));
    this.#inTurn(async () => {
      await this.opened.eraseAll();
      await this.chosen.sweep();
    });
  }

  /** Another person, another server, or none. */
  personChanged(): void {
    const { server, account, signedOutBecause } = this.#parts.state();
    const client = this.#parts.client();
    const isSignedOut = server !== null && account === null && signedOutBecause === null;
    const sender =
      server !== null && account !== null
        ? { serverKey: server.information.public_key, accountId: account.id }
        : null;
    this.#inTurn(async () => {
      if (isSignedOut) await this.outgoing.discardAll();
      await this.outgoing.use(sender, client);
      await this.opened.eraseAll();
    });
  }

  serverEvent(event: ServerEvent): void {
    if (event.type === 'message_destroyed' || event.type === 'message_deleted') {
      this.#inTurn(() => this.opened.messageGone(event.message_id));
    }
    if (event.type === 'messages_expired') {
      for (const id of event.message_ids) this.#inTurn(() => this.opened.messageGone(id));
    }
  }

  /** Ends what is under way; the next run of the app goes on with it. */
  async shutDown(): Promise<void> {
    this.outgoing.stop();
    this.#inTurn(async () => {
      await this.opened.eraseAll();
      await this.chosen.forgetAll();
    });
    await this.#changes;
  }

  #thumbnail(id: AttachmentId): Promise<Uint8Array> {
    const client = this.#parts.client();
    if (client === null) throw new LocalError('NO_SESSION', 'Sign in first');
    return client.attachments.thumbnail(id);
  }

  #maxBytes(): number {
    const published = this.#parts.state().server?.information.limits['attachmentMaxBytes'];
    return published ?? limits.attachmentMaxBytes;
  }

  #inTurn(work: () => Promise<void>): void {
    this.#changes = this.#changes.then(work).catch((error: unknown) => {
      this.#parts.log.error('Files could not be put in order', error);
    });
  }
}
