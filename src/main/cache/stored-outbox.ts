import type { ConversationId } from '#protocol/identifiers.ts';
import { VolatileOutboxStore } from '#client/chat-client.ts';
import type { OutboxStore, OutgoingMessage } from '#client/chat-client.ts';
import type { Log } from '../logging/log.ts';
import type { PersonCache } from './person-cache.ts';

/**
 * The outbox of whoever is signed in: on disk before it is acknowledged, and read from memory. Without
 * a cache it lasts as long as the app runs.
 */
export class StoredOutbox implements OutboxStore {
  readonly #log: Log;
  #present = new VolatileOutboxStore();
  #cache: PersonCache | null = null;

  constructor(log: Log) {
    this.#log = log;
  }

  /** What waits is from now on this person's; null while nobody is signed in. */
  use(cache: PersonCache | null): void {
    this.#present = new VolatileOutboxStore();
    this.#cache = cache;
    for (const message of cache?.outgoing.list() ?? []) this.#present.put(message);
  }

  list(conversationId?: ConversationId): OutgoingMessage[] {
    return this.#present.list(conversationId);
  }

  get(clientMessageId: string): OutgoingMessage | null {
    return this.#present.get(clientMessageId);
  }

  /** Throws when a new message cannot be kept: it is not accepted then. */
  put(message: OutgoingMessage): void {
    const isNew = this.get(message.client_message_id) === null;
    this.#write(!isNew, (cache) => {
      cache.outgoing.put(message);
    });
    this.#present.put(message);
  }

  /** One that stays on disk is sent again at the next start, which the server answers as the first. */
  remove(clientMessageId: string): void {
    this.#present.remove(clientMessageId);
    this.#write(true, (cache) => {
      cache.outgoing.remove(clientMessageId);
    });
  }

  /** What is known already must go its way, whatever the disk says. */
  #write(toleratesFailure: boolean, write: (cache: PersonCache) => void): void {
    if (this.#cache === null) return;
    try {
      write(this.#cache);
    } catch (error) {
      if (!toleratesFailure) throw error;
      this.#log.error('The outbox could not be written', error);
    }
  }
}
