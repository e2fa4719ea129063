import { v7 as uuidv7 } from 'uuid';
import type { ConversationId } from '#protocol/identifiers.ts';
import { AppError } from '#protocol/errors.ts';
import type { Message } from '#protocol/messages.ts';
import { ClientError, describeFailure } from './client-error.ts';
import type { ClientFailure } from './client-error.ts';
import { DeliveryPauses } from './delivery-pauses.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { OutgoingDraft, OutgoingMessage, SettledOutgoing } from './outgoing-message.ts';
import type { Timers } from './timers.ts';

/** How long a message may look as if it were on its way while the server answers that it cannot. */
const troubleMaxMs = 30_000;

interface OutboxOptions {
  store: OutboxStore;
  timers: Timers;
  now: () => number;
  random: () => number;
  deliver: (message: OutgoingMessage) => Promise<Message>;
  onChanged: (message: OutgoingMessage) => void;
  onSettled: (settled: SettledOutgoing) => void;
}

/**
 * Messages on their way: in each conversation one after the other, in the order in which they were
 * written. Without a connection they wait, for as long as it takes. One that the server refuses has
 * failed: it steps aside and waits for `retry`; those behind it go on.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #store: OutboxStore;
  readonly #pauses: DeliveryPauses;
  /** Conversations with a request under way. */
  readonly #busy = new Set<ConversationId>();
  /** For each message that the server has trouble with, what cancels its end. */
  readonly #expiries = new Map<string, () => void>();
  #isOnline = false;
  #isClosed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#pauses = new DeliveryPauses(options.timers, options.random, (conversation) => {
      this.#advance(conversation);
    });
  }

  /**
   * Queues a message and answers how it stands; never waits for the network. Throws when the store
   * cannot keep it.
   */
  send(draft: OutgoingDraft): OutgoingMessage {
    const message: OutgoingMessage = {
      client_message_id: draft.client_message_id ?? uuidv7(),
      conversation_id: draft.conversation_id,
      content: draft.content,
      reply_to_message_id: draft.reply_to_message_id ?? null,
      self_destruct_timer: draft.self_destruct_timer ?? null,
      message_type: draft.message_type ?? 'text',
      attachments: draft.attachments ?? [],
      created_at: new Date(this.#options.now()).toISOString(),
      state: 'sending',
      failure: null,
    };
    this.#queue(message);
    return message;
  }

  /** Tries a failed message again; nothing happens to one that is gone or on its way. */
  retry(clientMessageId: string): void {
    const message = this.#store.get(clientMessageId);
    if (message?.state === 'failed') this.#queue({ ...message, state: 'sending', failure: null });
  }

  /** Drops a message. If its request is under way, the server may have it all the same. */
  discard(clientMessageId: string): void {
    this.#settle(clientMessageId, null);
  }

  list(conversationId?: ConversationId): OutgoingMessage[] {
    return this.#store.list(conversationId);
  }

  /** The server has this message: told by an answer or by an event, whichever comes first. */
  settle(clientMessageId: string, message: Message): void {
    this.#settle(clientMessageId, message);
  }

  setOnline(isOnline: boolean): void {
    if (isOnline === this.#isOnline) return;
    this.#isOnline = isOnline;
    for (const id of [...this.#expiries.keys()]) this.#cancelExpiry(id);
    if (!isOnline) return;
    this.#pauses.endTrouble();
    this.#advance(null);
  }

  /** Every message that is on its way has failed for this reason. */
  failAll(failure: ClientFailure): void {
    for (const message of this.#store.list()) {
      if (message.state === 'sending') this.#fail(message, failure);
    }
  }

  discardAll(): void {
    for (const message of this.#store.list()) this.discard(message.client_message_id);
  }

  /** Stops every timer; what waits stays in the store. */
  close(): void {
    this.#isClosed = true;
    this.#isOnline = false;
    this.#pauses.close();
    for (const id of [...this.#expiries.keys()]) this.#cancelExpiry(id);
  }

  #queue(message: OutgoingMessage): void {
    this.#change(message);
    this.#advance(message.conversation_id);
  }

  /** Sends the next message of a conversation, or of each when null, unless something holds it up. */
  #advance(conversationId: ConversationId | null): void {
    const waiting = this.#store.list(conversationId ?? undefined);
    for (const message of waiting) {
      const conversation = message.conversation_id;
      if (!this.#isOnline || this.#busy.has(conversation) || this.#pauses.hold(conversation)) {
        continue;
      }
      if (message.state !== 'sending') continue;
      this.#busy.add(conversation);
      void this.#deliver(message);
    }
  }

  async #deliver(message: OutgoingMessage): Promise<void> {
    try {
      const delivered = await this.#options.deliver(message);
      this.#pauses.succeeded(message.conversation_id);
      this.#settle(message.client_message_id, delivered);
    } catch (error) {
      this.#handleRefusal(message.client_message_id, error);
    } finally {
      this.#busy.delete(message.conversation_id);
      this.#advance(message.conversation_id);
    }
  }

  #handleRefusal(clientMessageId: string, error: unknown): void {
    const message = this.#store.get(clientMessageId);
    if (message?.state !== 'sending' || this.#isClosed) return;
    const failure = describeFailure(error);
    if (!isWorthTryingAgain(error, failure)) {
      this.#fail(message, failure);
      return;
    }
    const isRateLimit = failure.code === 'RATE_LIMITED';
    const isPatient = this.#pauses.begin(message.conversation_id, failure, isRateLimit);
    if (!isPatient) this.#fail(message, failure);
    else if (!isRateLimit && error instanceof AppError) this.#expire(message, failure);
  }

  #expire(message: OutgoingMessage, failure: ClientFailure): void {
    const id = message.client_message_id;
    if (this.#expiries.has(id) || !this.#isOnline) return;
    const cancel = this.#options.timers.schedule(() => {
      this.#expiries.delete(id);
      const present = this.#store.get(id);
      if (present?.state === 'sending') this.#fail(present, failure);
    }, troubleMaxMs);
    this.#expiries.set(id, cancel);
  }

  #cancelExpiry(clientMessageId: string): void {
    this.#expiries.get(clientMessageId)?.();
    this.#expiries.delete(clientMessageId);
  }

  #fail(message: OutgoingMessage, failure: ClientFailure): void {
    this.#cancelExpiry(message.client_message_id);
    this.#change({ ...message, state: 'failed', failure });
  }

  #change(message: OutgoingMessage): void {
    this.#store.put(message);
    this.#options.onChanged(message);
  }

  #settle(clientMessageId: string, message: Message | null): void {
    const outgoing = this.#store.get(clientMessageId);
    if (outgoing === null) return;
    this.#cancelExpiry(clientMessageId);
    this.#store.remove(clientMessageId);
    this.#options.onSettled({
      client_message_id: clientMessageId,
      conversation_id: outgoing.conversation_id,
      message,
    });
  }
}

/** What a pause may cure: everything that the server calls so, and whatever garbled its answer. */
function isWorthTryingAgain(error: unknown, failure: ClientFailure): boolean {
  if (error instanceof ClientError) return error.code !== 'NO_SESSION';
  return failure.retryable;
}
