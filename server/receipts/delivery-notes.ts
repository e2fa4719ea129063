import type { Logger } from 'pino';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import type { Delivery } from './receipts.repository.ts';

/** People in one write: the sends behind it wait no longer than a send of their own takes. */
const peopleAWrite = 100;
/** Of the writer's time, what remains for everything else: for each part of ours so many. */
const restFactor = 4;
const restMaxMs = 1_000;

export interface DeliveryNotesOptions {
  deliver: (deliveries: readonly Delivery[]) => Promise<void>;
  logger: Logger;
}

/**
 * Deliveries that are not written yet, the furthest of each person in each conversation. A message to
 * a thousand people is a thousand of them: they are written at once where there is little to do,
 * and under load together with those of the messages that came meanwhile.
 */
export class DeliveryNotes {
  readonly #options: DeliveryNotesOptions;
  #pending = new Map<ConversationId, Map<UserId, number>>();
  #writing: Promise<void> | undefined;
  #endRest: (() => void) | undefined;
  #isHurried = false;

  constructor(options: DeliveryNotesOptions) {
    this.#options = options;
  }

  /** Everything up to `seq` has reached these people. */
  add(conversationId: ConversationId, seq: number, userIds: Iterable<UserId>): void {
    let reached = this.#pending.get(conversationId);
    if (reached === undefined) {
      reached = new Map();
      this.#pending.set(conversationId, reached);
    }
    for (const userId of userIds) {
      if ((reached.get(userId) ?? 0) < seq) reached.set(userId, seq);
    }
    this.#writing ??= this.#write();
  }

  /** Resolves once everything that was noted is written, without rests. */
  async settled(): Promise<void> {
    this.#isHurried = true;
    this.#endRest?.();
    await this.#writing;
    this.#isHurried = false;
  }

  async #write(): Promise<void> {
    while (this.#pending.size > 0) {
      const pending = this.#pending;
      this.#pending = new Map();
      const startedAt = performance.now();
      for (const deliveries of inWrites(pending)) await this.#deliver(deliveries);
      await this.#rest((performance.now() - startedAt) * restFactor);
    }
    this.#writing = undefined;
  }

  async #deliver(deliveries: readonly Delivery[]): Promise<void> {
    try {
      await this.#options.deliver(deliveries);
    } catch (error) {
      // Nothing was promised: a later delivery or a fetch covers these messages too.
      this.#options.logger.warn({ err: error }, 'deliveries were not written');
    }
  }

  #rest(milliseconds: number): Promise<void> {
    if (this.#isHurried) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(milliseconds, restMaxMs));
      this.#endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Each write has a bounded number of people; those whom one message has reached go together. */
function inWrites(pending: ReadonlyMap<ConversationId, ReadonlyMap<UserId, number>>): Delivery[][] {
  const writes: Delivery[][] = [];
  let people = peopleAWrite;
  for (const [conversationId, reached] of pending) {
    let delivery: Delivery | undefined;
    // Neighbours by seq share a delivery.
    for (const [userId, seq] of [...reached].sort(([, one], [, other]) => one - other)) {
      if (people === peopleAWrite) {
        writes.push([]);
        people = 0;
        delivery = undefined;
      }
      if (delivery?.seq !== seq) {
        delivery = { conversationId, seq, userIds: [] };
        writes.at(-1)?.push(delivery);
      }
      delivery.userIds.push(userId);
      people += 1;
    }
  }
  return writes;
}
