import type { OutgoingMessage } from '#ipc/messages.ts';
import type { MessageId, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import { TimelineEntry, keyOf } from './timeline-entry.svelte.ts';

/** By the server's numbers; what it does not have yet comes last, in the order of sending. */
function compare(first: TimelineEntry, second: TimelineEntry): number {
  const firstSeq = first.message?.seq ?? Infinity;
  const secondSeq = second.message?.seq ?? Infinity;
  if (firstSeq !== secondSeq) return firstSeq - secondSeq;
  return first.createdAt.localeCompare(second.createdAt);
}

/** The entries of one timeline by what they are found by; each message is one entry, once. */
export class TimelineEntries {
  readonly #ownId: UserId;
  readonly #byKey = new Map<string, TimelineEntry>();
  readonly #byId = new Map<MessageId, TimelineEntry>();

  constructor(ownId: UserId) {
    this.#ownId = ownId;
  }

  byKey(key: string): TimelineEntry | undefined {
    return this.#byKey.get(key);
  }

  byId(id: MessageId): TimelineEntry | undefined {
    return this.#byId.get(id);
  }

  /** Oldest first. */
  inOrder(): TimelineEntry[] {
    return [...this.#byKey.values()].sort(compare);
  }

  /** The number of the newest message of the server's; 0 where there is none. */
  newestSeq(): number {
    let newest = 0;
    for (const { message } of this.#byKey.values()) newest = Math.max(newest, message?.seq ?? 0);
    return newest;
  }

  /** Answers its entry when that is new. */
  takeMessage(message: Message): TimelineEntry | null {
    const key = keyOf(message.sender_id, message.client_message_id, message.id);
    const known = this.#byKey.get(key);
    const entry = known ?? new TimelineEntry(key, message.sender_id);
    entry.message = message;
    this.#byKey.set(key, entry);
    this.#byId.set(message.id, entry);
    return known ? null : entry;
  }

  /** Answers its entry when that is new. */
  takeOutgoing(outgoing: OutgoingMessage): TimelineEntry | null {
    const key = keyOf(this.#ownId, outgoing.client_message_id, null);
    const known = this.#byKey.get(key);
    // Its message may have come first: then the way there is history.
    if (known?.message) return null;
    const entry = known ?? new TimelineEntry(key, this.#ownId);
    entry.outgoing = outgoing;
    this.#byKey.set(key, entry);
    return known ? null : entry;
  }

  remove(entry: TimelineEntry): void {
    this.#byKey.delete(entry.key);
    if (entry.message) this.#byId.delete(entry.message.id);
  }

  /** After a gap, older messages would stand beside newer ones with a hole between. */
  dropBefore(firstSeq: number): void {
    this.dropBetween(0, firstSeq);
  }

  dropAfter(lastSeq: number): void {
    this.dropBetween(lastSeq, Infinity);
  }

  /** The messages after one number and before another; what is on its way has none, and stays. */
  dropBetween(afterSeq: number, beforeSeq: number): void {
    for (const entry of this.#byKey.values()) {
      const seq = entry.message?.seq ?? 0;
      if (seq > afterSeq && seq < beforeSeq) this.remove(entry);
    }
  }
}
