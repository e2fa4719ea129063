import type { CallArgument } from '#ipc/index.ts';
import type { OutgoingMessage } from '#ipc/messages.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import { call } from '../../lib/bridge.ts';
import { TimelineEntry, keyOf } from './timeline-entry.svelte.ts';

const pageSize = 50;
const firstPageMax = 100;

type Change = (message: Message) => Partial<Message>;

/** What is left of a message that was deleted or destroyed. */
const tombstone = { content: '', attachments: [], reactions: [] };

/** By the server's numbers; what it does not have yet comes last, in the order of sending. */
function inOrder(first: TimelineEntry, second: TimelineEntry): number {
  const firstSeq = first.message?.seq ?? Infinity;
  const secondSeq = second.message?.seq ?? Infinity;
  if (firstSeq !== secondSeq) return firstSeq - secondSeq;
  return first.createdAt.localeCompare(second.createdAt);
}

/**
 * Whether messages may stand before a page, newest first. Its length says nothing: without the server
 * it ends where what was seen ends.
 */
function hasBefore(page: readonly Message[]): boolean {
  return (page.at(-1)?.seq ?? 1) > 1;
}

/** The messages of one conversation, as far as they are loaded. */
export class Timeline {
  readonly conversationId: ConversationId;
  readonly #ownId: UserId;
  readonly #byKey = new Map<string, TimelineEntry>();
  readonly #byId = new Map<MessageId, TimelineEntry>();
  #pagesUnderWay = 0;
  /** What events told while a page was on its way, which may be older than they are. */
  #toldMeanwhile: { id: MessageId; change: Change }[] = [];
  #loadingOlder: Promise<void> | null = null;
  #loadingNewer: Promise<void> | null = null;
  /** The number of the newest message without a hole before it; only where `hasNewer`. */
  #windowEndSeq = $state(Infinity);

  /** All that is known, oldest first; after a jump far back there is a hole in it. */
  all = $state.raw<readonly TimelineEntry[]>([]);
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  hasOlder = $state(false);
  isLoadingOlder = $state(false);
  /** The message above which “New messages” stands. */
  firstNewKey = $state<string | null>(null);

  constructor(conversationId: ConversationId, ownId: UserId) {
    this.conversationId = conversationId;
    this.#ownId = ownId;
  }

  // Getters, not $derived: a derived value ends with the component in which it was made, and a
  // timeline outlives the pane that first asks for it.

  /** There are messages between what is shown and the newest. */
  get hasNewer(): boolean {
    return this.#windowEndSeq !== Infinity;
  }

  /** What is shown, oldest first, without holes. */
  get entries(): readonly TimelineEntry[] {
    const endSeq = this.#windowEndSeq;
    if (endSeq === Infinity) return this.all;
    return this.all.filter(({ message }) => message !== null && message.seq <= endSeq);
  }

  entry(id: MessageId): TimelineEntry | undefined {
    return this.#byId.get(id);
  }

  /** The newest page, and more if that many are unread. Throws CallError. */
  async load(unreadCount: number): Promise<void> {
    if (this.status === 'failed') this.status = 'loading';
    const limit = unreadCount > pageSize - 10 ? firstPageMax : pageSize;
    try {
      const [page, outgoing] = await Promise.all([
        this.#fetchPage({ limit }),
        call('listOutgoing', { conversation_id: this.conversationId }),
      ]);
      this.#dropBefore(page);
      this.#windowEndSeq = Infinity;
      this.#takePage(page);
      this.hasOlder = hasBefore(page);
      for (const message of outgoing) this.#takeOutgoing(message);
      this.#sort();
      this.markNew();
      this.status = 'ready';
    } finally {
      if (this.status === 'loading') this.status = 'failed';
    }
  }

  /** How many of the others' messages came after the newest that the person has read. */
  unreadAtEnd(): number {
    const fromOthers = this.all.filter(
      ({ senderId, message }) =>
        senderId !== this.#ownId && message?.is_destroyed !== true && message?.is_deleted !== true,
    );
    const newestRead = fromOthers.findLastIndex((entry) => !entry.isUnreadBy(this.#ownId));
    return fromOthers.length - 1 - newestRead;
  }

  /** Puts “New messages” above the first that is unread; to be called when the person comes in. */
  markNew(): void {
    this.firstNewKey = this.entries.find((entry) => entry.isUnreadBy(this.#ownId))?.key ?? null;
  }

  /** Messages came while the person looked elsewhere: what is new begins with the first unseen. */
  cameUnseen(first: TimelineEntry): void {
    const marked = this.#byKey.get(this.firstNewKey ?? '');
    if (!marked?.isUnreadBy(this.#ownId)) this.firstNewKey = first.key;
  }

  /** The page before the oldest that is loaded; joins one that is under way. Throws CallError. */
  async loadOlder(): Promise<void> {
    this.#loadingOlder ??= this.#fetchOlder();
    try {
      await this.#loadingOlder;
    } finally {
      this.#loadingOlder = null;
    }
  }

  async #fetchOlder(): Promise<void> {
    const oldest = this.entries[0]?.id ?? null;
    if (oldest === null || !this.hasOlder) return;
    this.isLoadingOlder = true;
    try {
      const page = await this.#fetchPage({ limit: pageSize, before_message_id: oldest });
      // A jump meanwhile shows another place, to which this page does not belong.
      if (this.entries[0]?.id !== oldest) return;
      this.#takePage(page);
      this.hasOlder = hasBefore(page);
      this.#sort();
    } finally {
      this.isLoadingOlder = false;
    }
  }

  /** The page after the newest that is shown; joins one that is under way. Throws CallError. */
  async loadNewer(): Promise<void> {
    this.#loadingNewer ??= this.#fetchNewer();
    try {
      await this.#loadingNewer;
    } finally {
      this.#loadingNewer = null;
    }
  }

  async #fetchNewer(): Promise<void> {
    const newest = this.entries.at(-1)?.id ?? null;
    const endSeq = this.#windowEndSeq;
    if (newest === null || !this.hasNewer) return;
    const page = await this.#fetchPage({ limit: pageSize, after_message_id: newest });
    if (this.#windowEndSeq !== endSeq) return;
    this.#takePage(page);
    this.#windowEndSeq = page.length < pageSize ? Infinity : (page[0]?.seq ?? Infinity);
    this.#sort();
  }

  /**
   * Makes the message one of `entries`, however far back it is: where it is far, what is shown is
   * then what stands around it, and `loadNewer` or `loadNewest` lead on. Throws CallError, also when
   * there is no such message.
   */
  async reach(id: MessageId): Promise<void> {
    if (this.#isShown(id)) return;
    const page = await this.#fetchPage({ limit: pageSize, around_message_id: id });
    const firstSeq = this.entries[0]?.message?.seq ?? Infinity;
    const [newest] = page;
    const target = page.find((message) => message.id === id);
    if (!newest || !target) return;
    const touchesWhatIsShown = !this.hasNewer && newest.seq >= firstSeq - 1;
    if (!touchesWhatIsShown) {
      this.#dropBefore(page);
      const reachesNewest = newest.seq - target.seq < Math.floor((pageSize - 1) / 2);
      this.#windowEndSeq = reachesNewest ? Infinity : newest.seq;
    }
    this.#takePage(page);
    if (!touchesWhatIsShown || (page.at(-1)?.seq ?? firstSeq) < firstSeq) {
      this.hasOlder = hasBefore(page);
    }
    this.#sort();
  }

  /** Back from a place far back to the newest messages. Throws CallError. */
  async loadNewest(): Promise<void> {
    if (this.hasNewer) await this.load(0);
  }

  #isShown(id: MessageId): boolean {
    const seq = this.#byId.get(id)?.message?.seq;
    return seq !== undefined && seq <= this.#windowEndSeq;
  }

  /** A message from the server; one that is known already changes nothing but itself. */
  receive(message: Message): void {
    const known = this.#byId.has(message.id);
    this.#takeMessage(message);
    if (!known) this.#sort();
  }

  outgoingChanged(outgoing: OutgoingMessage): void {
    if (this.#takeOutgoing(outgoing)) this.#sort();
  }

  /** The server has it (`message`), or the person dropped it (null). */
  settled(clientMessageId: string, message: Message | null): void {
    const entry = this.#byKey.get(keyOf(this.#ownId, clientMessageId, null));
    if (message) {
      this.receive(message);
      if (entry) entry.outgoing = null;
    } else if (entry?.message === null) {
      this.#byKey.delete(entry.key);
      this.#sort();
    }
  }

  delivered(id: MessageId, users: readonly UserId[]): void {
    this.#change(id, ({ delivered_to }) => ({
      delivered_to: [...new Set([...delivered_to, ...users])],
    }));
  }

  read(ids: readonly MessageId[], reader: UserId): void {
    for (const id of ids) {
      this.#change(id, ({ read_by, delivered_to }) =>
        read_by.includes(reader)
          ? {}
          : {
              read_by: [...read_by, reader],
              delivered_to: [...new Set([...delivered_to, reader])],
            },
      );
    }
  }

  /** Its text was changed; one that is not loaded comes as it is now. */
  updated(message: Message): void {
    this.#change(message.id, () => message);
  }

  deleted(id: MessageId): void {
    this.#change(id, () => ({ ...tombstone, self_destruct_at: null, is_deleted: true }));
  }

  destroyed(id: MessageId): void {
    this.#change(id, () => ({ ...tombstone, is_destroyed: true }));
  }

  reacted(id: MessageId, reactions: Message['reactions']): void {
    this.#change(id, () => ({ reactions }));
  }

  #change(id: MessageId, change: Change): void {
    if (this.#pagesUnderWay > 0) this.#toldMeanwhile.push({ id, change });
    this.#apply(id, change);
  }

  #apply(id: MessageId, change: Change): void {
    const entry = this.#byId.get(id);
    if (entry?.message) entry.message = { ...entry.message, ...change(entry.message) };
  }

  async #fetchPage(page: Omit<CallArgument<'listMessages'>, 'conversation_id'>) {
    if (this.#pagesUnderWay === 0) this.#toldMeanwhile = [];
    this.#pagesUnderWay += 1;
    try {
      return await call('listMessages', { conversation_id: this.conversationId, ...page });
    } finally {
      this.#pagesUnderWay -= 1;
    }
  }

  #takePage(page: readonly Message[]): void {
    for (const message of page) this.#takeMessage(message);
    for (const { id, change } of this.#toldMeanwhile) this.#apply(id, change);
  }

  #takeMessage(message: Message): void {
    const key = keyOf(message.sender_id, message.client_message_id, message.id);
    const entry = this.#byKey.get(key) ?? new TimelineEntry(key, message.sender_id);
    entry.message = message;
    this.#byKey.set(key, entry);
    this.#byId.set(message.id, entry);
  }

  /** True when it is new. */
  #takeOutgoing(outgoing: OutgoingMessage): boolean {
    const key = keyOf(this.#ownId, outgoing.client_message_id, null);
    const known = this.#byKey.get(key);
    // Its message may have come first: then the way there is history.
    if (known?.message) return false;
    const entry = known ?? new TimelineEntry(key, this.#ownId);
    entry.outgoing = outgoing;
    this.#byKey.set(key, entry);
    return known === undefined;
  }

  /** After a gap, older messages would stand beside newer ones with a hole between. */
  #dropBefore(page: readonly Message[]): void {
    const oldestSeq = page.at(-1)?.seq ?? Infinity;
    for (const entry of this.#byKey.values()) {
      if (entry.message === null || entry.message.seq >= oldestSeq) continue;
      this.#byKey.delete(entry.key);
      this.#byId.delete(entry.message.id);
    }
  }

  #sort(): void {
    this.all = [...this.#byKey.values()].sort(inOrder);
  }
}
