import type { ChatClient } from '#client/chat-client.ts';
import type { MessageId } from '#protocol/identifiers.ts';
import { markMessageRead } from '#protocol/receipts.ts';
import type { Log } from '../logging/log.ts';
import { describeExpectedFailure } from '../call-failure.ts';

const requestsAtOnce = 4;

/**
 * Tells the server what the person has seen. What it could not be told is kept until the
 * connection is back.
 */
export class ReadMarks {
  readonly #log: Log;
  readonly #pending = new Set<MessageId>();
  #client: ChatClient | null = null;
  #isSending = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** From now on the marks belong to this client. */
  attach(client: ChatClient): void {
    this.#client = client;
    this.#pending.clear();
    client.on('connection', ({ status }) => {
      if (status === 'online' && this.#client === client) this.#send();
    });
  }

  /** Another person, or none, is signed in. */
  reset(): void {
    this.#pending.clear();
  }

  mark(ids: readonly MessageId[]): void {
    for (const id of ids) this.#pending.add(id);
    this.#send();
  }

  #send(): void {
    if (this.#isSending || this.#client === null) return;
    this.#isSending = true;
    this.#sendAll(this.#client)
      .catch((error: unknown) => {
        this.#log.error('Read marks could not be sent', error);
      })
      .finally(() => {
        this.#isSending = false;
      });
  }

  async #sendAll(client: ChatClient): Promise<void> {
    while (this.#pending.size > 0 && this.#client === client) {
      const batch = [...this.#pending].slice(0, requestsAtOnce);
      const sent = await Promise.all(batch.map((id) => this.#sendOne(client, id)));
      if (sent.includes(false)) return;
    }
  }

  /** False when it is to be tried again later. */
  async #sendOne(client: ChatClient, id: MessageId): Promise<boolean> {
    try {
      await client.call(markMessageRead, { params: { message_id: id } });
    } catch (error) {
      if (describeExpectedFailure(error)?.retryable === true) return false;
      this.#log.warn('A message could not be marked as read', error);
    }
    this.#pending.delete(id);
    return true;
  }
}
