import type { CallArgument } from '#ipc/index.ts';
import type { OutgoingMessage } from '#ipc/messages.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import { call } from '../../lib/bridge.ts';
import { attempt, ignoreShownInPlace } from '../../lib/report-error.ts';
import { TimelineEntries } from './timeline-entries.ts';
import type { TimelineEntry } from './timeline-entry.svelte.ts';
import { keyOf } from './timeline-entry.svelte.ts';

const pageSize = 50;
const firstPageMax = 100;
/** Enough for more unread messages than anybody reads one by one. */
const unreadPagesMax = 10;
/** What is kept beyond that which is shown, at either end, and how much more before some goes. */
const marginMessages = 150;
const slackMessages = pageSize;

/** A message by its entry's key, and how far below the upper edge of the list it began. */
export interface ReadingPlace {
  key: string;
  offsetPx: number;
  /** Above which message “New messages” stood then; null above none. */
  firstNewKey: string | null;
}

type Change = (message: Message) => Partial<Message>;

/** What is left of a message that was deleted or destroyed. */
const tombstone = { content: '', attachments: [], reactions: [] };

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
  readonly #known: TimelineEntries;
  readonly #isUnread = (entry: TimelineEntry) => entry.isUnreadBy(this.#ownId, this.joinedAt);
  #pagesUnderWay = 0;
  /** What events told while a page was on its way, which may be older than they are. */
  #toldMeanwhile: { id: MessageId; change: Change }[] = [];
  #loadingOlder: Promise<void> | null = null;
  #loadingNewer: Promise<void> | null = null;
  /** What came before is gone; a page that is on its way may still have it. */
  #firstSeq = 1;
  /** The number of the newest message without a hole before it; only where `hasNewer`. */
  #windowEndSeq = $state(Infinity);

  /** All that is known, oldest first; after a jump far back there is a hole in it. */
  all = $state.raw<readonly TimelineEntry[]>([]);
  /** What can be shown, oldest first, without holes. */
  entries = $state.raw<readonly TimelineEntry[]>([]);
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  hasOlder = $state(false);
  isLoadingOlder = $state(false);
  /** The message above which “New messages” stands. */
  firstNewKey = $state<string | null>(null);
  /** What came or was sent while a list shows the timeline, until that list has seen to it. */
  arrived = $state.raw<readonly TimelineEntry[]>([]);
  /** Where the person was reading when they last looked; null is at the newest message. */
  place: ReadingPlace | null = null;
  /** Where the person was when the app last ran: `load` makes a place of it. */
  placeBefore: { messageId: MessageId; offsetPx: number; newestSeq: number } | null = null;
  /** A list shows it: what is far from that which is in view goes by `keepAround` only. */
  isShown = false;
  /** Others wrote while no list showed it. */
  cameSinceLeft = false;
  /** When the person came into the conversation (RFC 3339): what was written before is history, and never unread. */
  joinedAt: string | null = null;

  constructor(conversationId: ConversationId, ownId: UserId) {
    this.conversationId = conversationId;
    this.#ownId = ownId;
    this.#known = new TimelineEntries(ownId);
  }

  // A getter, not $derived: a derived value ends with the component in which it was made, and a
  // timeline outlives the pane that first asks for it.

  /** There are messages between what is shown and the newest. */
  get hasNewer(): boolean {
    return this.#windowEndSeq !== Infinity;
  }

  entry(id: MessageId): TimelineEntry | undefined {
    return this.#known.byId(id);
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
      this.#known.dropBefore(page.at(-1)?.seq ?? Infinity);
      this.#windowEndSeq = Infinity;
      this.#takePage(page);
      this.hasOlder = hasBefore(page);
      for (const message of outgoing) this.#known.takeOutgoing(message);
      this.#sort();
      await this.#reachFirstUnread(unreadCount);
      this.markNew();
      await this.#goBack();
      this.status = 'ready';
    } finally {
      if (this.status === 'loading') this.status = 'failed';
    }
  }

  /** To where the person was before, unless something new came, or the message can be reached no more. */
  async #goBack(): Promise<void> {
    const { placeBefore: before } = this;
    this.placeBefore = null;
    if (before === null) return;
    const hasCome = this.#known.newestSeq() > before.newestSeq;
    if (hasCome && this.firstNewKey !== null) return;
    const { firstNewKey } = this;
    await attempt(() => this.reach(before.messageId), ignoreShownInPlace);
    const key = this.entry(before.messageId)?.key;
    if (key !== undefined) this.place = { key, offsetPx: before.offsetPx, firstNewKey };
  }

  /** Where more are unread than the first page holds. Throws CallError. */
  async #reachFirstUnread(unreadCount: number): Promise<void> {
    const loaded = () => this.entries.filter(this.#isUnread).length;
    for (let pages = 0; pages < unreadPagesMax; pages += 1) {
      if (!this.hasOlder || loaded() >= unreadCount) return;
      await this.loadOlder();
    }
  }

  /** How many of the others' messages came after the newest that the person has read. */
  unreadAtEnd(): number {
    const fromOthers = this.all.filter(
      ({ senderId, message }) =>
        senderId !== this.#ownId && message?.is_destroyed !== true && message?.is_deleted !== true,
    );
    const newestRead = fromOthers.findLastIndex((entry) => !this.#isUnread(entry));
    return fromOthers.length - 1 - newestRead;
  }

  /** Puts “New messages” above the first that is unread; to be called when the person comes in. */
  markNew(): void {
    this.firstNewKey = this.entries.find(this.#isUnread)?.key ?? null;
  }

  /** Messages came while the person looked elsewhere: what is new begins with the first unseen. */
  cameUnseen(first: TimelineEntry): void {
    const marked = this.#known.byKey(this.firstNewKey ?? '');
    if (!marked || !this.#isUnread(marked)) this.firstNewKey = first.key;
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
   * Makes the message one of `entries`, however far back it is: where it is far, `entries` is
   * then what stands around it, and `loadNewer` or `loadNewest` lead on. Throws CallError, also when
   * there is no such message.
   */
  async reach(id: MessageId): Promise<void> {
    if (this.#isShown(id)) return;
    const page = await this.#fetchPage({ limit: pageSize, around_message_id: id });
    this.#showAround(
      page,
      page.find((message) => message.id === id),
    );
  }

  /**
   * The same for the first message that was sent at a time (RFC 3339) or later, and for the newest
   * where there is none. Answers the message; null where there is no message at all. Throws CallError.
   */
  async reachTime(time: string): Promise<MessageId | null> {
    const page = await this.#fetchPage({ limit: pageSize, around_time: time });
    const target = page.findLast(({ created_at }) => created_at >= time) ?? page[0];
    this.#showAround(page, target);
    return target?.id ?? null;
  }

  #showAround(page: readonly Message[], target: Message | undefined): void {
    const [newest] = page;
    if (!newest || !target) return;
    const firstSeq = this.entries[0]?.message?.seq ?? Infinity;
    const oldestSeq = page.at(-1)?.seq ?? newest.seq;
    const lastSeq = Math.min(this.#windowEndSeq, this.#known.newestSeq());
    const touchesWhatIsShown = newest.seq >= firstSeq - 1 && oldestSeq <= lastSeq + 1;
    if (touchesWhatIsShown) {
      // Only as far as there is no hole: the page may end beyond what was shown before.
      if (this.hasNewer) this.#windowEndSeq = Math.max(this.#windowEndSeq, newest.seq);
    } else {
      this.#known.dropBefore(oldestSeq);
      const reachesNewest = newest.seq - target.seq < Math.floor((pageSize - 1) / 2);
      this.#windowEndSeq = reachesNewest ? Infinity : newest.seq;
    }
    this.#takePage(page);
    if (!touchesWhatIsShown || oldestSeq < firstSeq) this.hasOlder = hasBefore(page);
    this.#sort();
  }

  /** Back from a place far back to the newest messages. Throws CallError. */
  async loadNewest(): Promise<void> {
    if (this.hasNewer) await this.load(0);
  }

  /**
   * Lets go of what is far from the entries that are on the screen, by their indices: it is a page
   * away. Without this a long way through a long history would fill the memory.
   */
  keepAround(first: number, last: number): void {
    const { entries } = this;
    const tooManyBefore = first - marginMessages;
    const tooManyAfter = entries.length - 1 - last - marginMessages;
    const lastKept = entries[last + marginMessages]?.message?.seq;
    const firstKept = entries[tooManyBefore]?.message?.seq;
    if (tooManyAfter > slackMessages && lastKept !== undefined) {
      this.#known.dropAfter(lastKept);
      this.#windowEndSeq = lastKept;
    }
    if (tooManyBefore > slackMessages && firstKept !== undefined) {
      this.#known.dropBefore(firstKept);
      this.hasOlder = true;
    }
    if (Math.max(tooManyBefore, tooManyAfter) > slackMessages) this.#sort();
  }

  #isShown(id: MessageId): boolean {
    const seq = this.#known.byId(id)?.message?.seq;
    return seq !== undefined && seq <= this.#windowEndSeq;
  }

  #arrive(entry: TimelineEntry | null): void {
    if (entry !== null && this.isShown) this.arrived = [...this.arrived, entry];
  }

  /** A message from the server; one that is known already changes nothing but itself. */
  receive(message: Message): void {
    const known = this.#known.byId(message.id) !== undefined;
    this.#arrive(this.#known.takeMessage(message));
    if (known) return;
    if (!this.isShown && message.sender_id !== this.#ownId) this.cameSinceLeft = true;
    if (this.hasNewer) this.#known.dropBetween(this.#windowEndSeq, message.seq - slackMessages);
    this.#sort();
  }

  outgoingChanged(outgoing: OutgoingMessage): void {
    const entry = this.#known.takeOutgoing(outgoing);
    if (entry === null) return;
    this.#arrive(entry);
    this.#sort();
  }

  /** The server has it (`message`), or the person dropped it (null). */
  settled(clientMessageId: string, message: Message | null): void {
    const entry = this.#known.byKey(keyOf(this.#ownId, clientMessageId, null));
    if (message) {
      this.receive(message);
      if (entry) entry.outgoing = null;
    } else if (entry?.message === null) {
      this.#known.remove(entry);
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

  expired(firstSeq: number): void {
    this.#firstSeq = Math.max(this.#firstSeq, firstSeq);
    this.#known.dropBefore(this.#firstSeq);
    const [oldest] = this.#known.inOrder();
    if ((oldest?.message?.seq ?? this.#firstSeq) <= this.#firstSeq) this.hasOlder = false;
    this.#sort();
  }

  reacted(id: MessageId, reactions: Message['reactions']): void {
    this.#change(id, () => ({ reactions }));
  }

  #change(id: MessageId, change: Change): void {
    if (this.#pagesUnderWay > 0) this.#toldMeanwhile.push({ id, change });
    this.#apply(id, change);
  }

  #apply(id: MessageId, change: Change): void {
    const entry = this.#known.byId(id);
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
    for (const message of page) {
      if (message.seq >= this.#firstSeq) this.#known.takeMessage(message);
    }
    for (const { id, change } of this.#toldMeanwhile) this.#apply(id, change);
  }

  #sort(): void {
    this.all = this.#known.inOrder();
    const endSeq = this.#windowEndSeq;
    this.entries =
      endSeq === Infinity
        ? this.all
        : this.all.filter(({ message }) => message !== null && message.seq <= endSeq);
  }
}
