import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { listConversations } from '#protocol/conversations.ts';
import type { ConversationId, MessageId } from '#protocol/identifiers.ts';
import { listMessages } from '#protocol/messages.ts';
import type { Message } from '#protocol/messages.ts';
import { searchMessages } from '#protocol/search.ts';
import { ChatClient, newDeviceKey, VolatileMemory } from '#client/chat-client.ts';

export interface PersonOptions {
  url: string;
  username: string;
  isSealed: boolean;
  /** A picture of each person's own size, so that thumbnails are made anew. */
  picture: Buffer;
}

const password = 'a soak of an hour';
const words =
  'anchor barrel chart deck ebb fathom galley harbour island jetty keel lantern mast north oar pilot quay reef sail tide'.split(
    ' ',
  );

/** Somebody at work: writes, reads, searches, reacts, sends files, goes and comes back. */
export class Person {
  readonly #options: PersonOptions;
  client: ChatClient;
  conversations: ConversationId[] = [];
  /** Messages that the server has acknowledged. */
  acknowledged = 0;
  /** Everything that was asked of the server. */
  deeds = 0;
  /** Of one's own. */
  #latest: Message | null = null;

  constructor(options: PersonOptions) {
    this.#options = options;
    this.client = this.#newClient(options.url);
  }

  #newClient(url: string): ChatClient {
    const { isSealed } = this.#options;
    const client = new ChatClient({
      url,
      deviceName: 'soak',
      memory: new VolatileMemory(),
      ...(isSealed && { sealed: { deviceKey: newDeviceKey(), expectedServerKey: null } }),
    });
    client.on('outgoingSettled', ({ message }) => {
      if (message === null) return;
      this.acknowledged += 1;
      this.#latest = message;
    });
    return client;
  }

  /** The server has been started anew, elsewhere. */
  async moveTo(url: string): Promise<void> {
    await this.client.close();
    this.client = this.#newClient(url);
    await this.come();
  }

  async register(): Promise<void> {
    const { username } = this.#options;
    await this.client.register({ username, password, display_name: username });
  }

  /** Signs in, connects, and waits until the server has said hello. */
  async come(): Promise<void> {
    if (this.client.account === null) {
      await this.client.login({ username: this.#options.username, password });
    }
    const online = new Promise<void>((resolve) => {
      const stop = this.client.on('connection', ({ status }) => {
        if (status !== 'online') return;
        stop();
        resolve();
      });
    });
    this.client.connect();
    await online;
  }

  /** Waits until what was written has arrived, and leaves. */
  async go(): Promise<void> {
    while (this.client.outbox.list().length > 0) await delay(20);
    this.client.disconnect();
  }

  /** @param pauseMs between two deeds, on average */
  async work(until: AbortSignal, pauseMs: number): Promise<void> {
    while (!until.aborted) {
      await this.#doSomething();
      this.deeds += 1;
      await delay(randomInt(2 * pauseMs));
    }
  }

  async #doSomething(): Promise<void> {
    const chance = randomInt(1000);
    const conversation_id = this.#conversation();
    if (chance < 620) this.#write(conversation_id);
    else if (chance < 720) {
      this.client.command({ type: 'typing_start', data: { conversation_id } });
    } else if (chance < 800) await this.#read(conversation_id);
    else if (chance < 870) await this.client.call(searchMessages, { query: { q: word() } });
    else if (chance < 910) await this.client.call(listConversations, {});
    else if (chance < 950) await this.#change();
    else if (chance < 980) await this.#sendFile(conversation_id);
    else if (chance < 995) {
      await this.go();
      await this.come();
    } else await this.#signOutAndIn();
  }

  #write(conversation_id: ConversationId): void {
    const content = Array.from({ length: randomInt(3, 30) }, word).join(' ');
    this.client.outbox.send({ conversation_id, content });
  }

  /** The whole past of a conversation, newest first. */
  async readAll(conversation_id: ConversationId): Promise<void> {
    let before: MessageId | undefined;
    do {
      const query = { limit: 100, mark_read: false, before_message_id: before };
      const page = await this.client.call(listMessages, { params: { conversation_id }, query });
      before = page.at(-1)?.id;
    } while (before !== undefined);
  }

  async #read(conversation_id: ConversationId): Promise<void> {
    const query = { limit: 50, offset: randomInt(100) };
    await this.client.call(listMessages, { params: { conversation_id }, query });
  }

  async #change(): Promise<void> {
    if (this.#latest === null) return;
    const { actions } = this.client;
    if (randomInt(2) === 0) await actions.edit(this.#latest.id, `${word()} ${word()}`);
    else await actions.addReaction(this.#latest.id, '👍');
  }

  /** What is sent is fetched again, as those do who get it. */
  async #sendFile(conversation_id: ConversationId): Promise<void> {
    const isPicture = randomInt(3) === 0;
    const bytes = isPicture ? this.#options.picture : randomBytes(randomInt(1, 300_000));
    const file = await this.#upload(bytes, isPicture ? 'picture.png' : 'notes.bin');
    this.client.outbox.send({ conversation_id, content: word(), attachments: [file] });
    let fetched = 0;
    for await (const piece of this.client.attachments.downloadAll(file)) fetched += piece.length;
    if (fetched !== file.file_size) throw new Error(`${String(fetched)} bytes came`);
    if (isPicture) await this.client.attachments.thumbnail(file.id);
  }

  #upload(bytes: Buffer, fileName: string): Promise<AttachmentInfo> {
    const read = (offset: number, length: number) =>
      Promise.resolve(bytes.subarray(offset, offset + length));
    const source = { sizeBytes: bytes.length, read };
    return this.client.attachments.upload({ source, metadata: { fileName } }).done;
  }

  async #signOutAndIn(): Promise<void> {
    await this.go();
    await this.client.logout();
    this.#latest = null;
    await this.come();
  }

  #conversation(): ConversationId {
    const id = this.conversations[randomInt(this.conversations.length)];
    if (id === undefined) throw new Error('nobody to talk to');
    return id;
  }
}

function word(): string {
  return words[randomInt(words.length)] ?? '';
}
