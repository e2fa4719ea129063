import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { CallArgument } from '#ipc/index.ts';
import type { User } from '#protocol/accounts.ts';
import type { Conversation, Participant } from '#protocol/conversations.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import { call } from '../../lib/bridge.ts';
import { knownNames } from './known-names.svelte.ts';

type Change = Partial<Conversation>;

function newestFirst(first: Conversation, second: Conversation): number {
  return second.last_message_at.localeCompare(first.last_message_at);
}

/** The conversations of the person who is signed in, archived ones too. */
export class ConversationsState {
  readonly #ownId: UserId;
  readonly #byId = new SvelteMap<ConversationId, Conversation>();
  /** Counted as read from here since the server last told the number: its receipts are to follow. */
  readonly #countedAsRead = new Map<ConversationId, Set<MessageId>>();
  /** Messages that could not be sent, by conversation. */
  readonly #failed = new SvelteMap<ConversationId, SvelteSet<string>>();
  /** Fetches under way, so that a burst of events asks once. */
  readonly #fetching = new Map<ConversationId, Promise<Conversation>>();
  #listsUnderWay = 0;
  /** Resolves when what was seen last stands in the list, or will not. */
  #recalled: Promise<void> = Promise.resolve();
  /** What events told of while a list was on its way, which may be older than they are. */
  readonly #toldSinceList = new Set<ConversationId>();
  readonly #peopleSinceList = new Map<UserId, User>();
  /** The same while one conversation was fetched. */
  readonly #toldSinceFetch = new Set<ConversationId>();
  status = $state<'loading' | 'ready' | 'failed'>('loading');

  readonly #sorted = $derived([...this.#byId.values()].sort(newestFirst));
  readonly active = $derived(this.#sorted.filter((conversation) => !conversation.is_archived));
  readonly archived = $derived(this.#sorted.filter((conversation) => conversation.is_archived));

  /** @param listed as they were seen last; null where main is still to be asked */
  constructor(ownId: UserId, listed: readonly Conversation[] | null = null) {
    this.#ownId = ownId;
    knownNames.forget();
    if (listed === null) return;
    for (const conversation of listed) this.put(conversation);
    this.status = 'ready';
  }

  get(id: ConversationId): Conversation | undefined {
    return this.#byId.get(id);
  }

  hasFailed(id: ConversationId): boolean {
    return (this.#failed.get(id)?.size ?? 0) > 0;
  }

  directWith(userId: UserId): Conversation | undefined {
    return this.#sorted.find(
      (conversation) =>
        conversation.conversation_type === 'direct' &&
        conversation.participants.some((participant) => participant.user_id === userId),
    );
  }

  /** Shows what was seen last, which is there sooner than the server's answer. Throws CallError. */
  recall(): Promise<void> {
    const recalling = this.#load(true);
    this.#recalled = recalling.catch(() => undefined);
    return recalling;
  }

  /** Throws CallError. */
  async load(): Promise<void> {
    // Or what was recalled after this had begun, and is gone by now, would stay.
    await this.#recalled;
    await this.#load(false);
  }

  async #load(known: boolean): Promise<void> {
    if (this.status === 'failed') this.status = 'loading';
    const knownBefore = [...this.#byId.keys()];
    this.#listsUnderWay += 1;
    try {
      const [active, archived] = await Promise.all([
        call('listConversations', { archived: false, known }),
        call('listConversations', { archived: true, known }),
      ]);
      const listed = new Map([...active, ...archived].map((one) => [one.id, one]));
      for (const id of knownBefore) if (!listed.has(id)) this.remove(id);
      for (const conversation of listed.values()) this.#putListed(conversation);
      this.status = 'ready';
    } finally {
      this.#listsUnderWay -= 1;
      if (this.status === 'loading') this.status = 'failed';
    }
    if (this.#listsUnderWay > 0) return;
    const people = [...this.#peopleSinceList.values()];
    this.#peopleSinceList.clear();
    for (const person of people) this.personChanged(person);
    const outdated = [...this.#toldSinceList];
    this.#toldSinceList.clear();
    await Promise.all(outdated.map((id) => this.fetch(id)));
  }

  put(conversation: Conversation): void {
    // With each message all of it is put anew; the members are the same then.
    const known = this.#byId.get(conversation.id);
    if (known?.participants !== conversation.participants)
      knownNames.learn(conversation.participants);
    this.#byId.set(conversation.id, conversation);
  }

  /** A message that came while the list was fetched is newer than the list. */
  #putListed(listed: Conversation): void {
    const known = this.#byId.get(listed.id);
    if (!known || known.seq <= listed.seq) {
      this.#putAnswer(listed);
      return;
    }
    const { seq, last_message, last_message_at, unread_count } = known;
    this.put({ ...listed, seq, last_message, last_message_at, unread_count });
  }

  #putAnswer(conversation: Conversation): void {
    this.#countedAsRead.delete(conversation.id);
    this.put(conversation);
  }

  /** Throws CallError. */
  async fetch(id: ConversationId): Promise<Conversation> {
    const underWay = this.#fetching.get(id);
    if (underWay) return underWay;
    const fetched = Promise.resolve().then(() => this.#fetchLatest(id));
    this.#fetching.set(id, fetched);
    try {
      return await fetched;
    } finally {
      this.#fetching.delete(id);
    }
  }

  async #fetchLatest(id: ConversationId): Promise<Conversation> {
    for (;;) {
      this.#toldSinceFetch.delete(id);
      const conversation = await call('getConversation', { conversation_id: id });
      if (this.#toldSinceFetch.has(id)) continue;
      this.#putAnswer(conversation);
      return conversation;
    }
  }

  /** An event tells of the conversation: an answer that is on its way may not know of it yet. */
  #toldOf(id: ConversationId): void {
    if (this.#listsUnderWay > 0) this.#toldSinceList.add(id);
    if (this.#fetching.has(id)) this.#toldSinceFetch.add(id);
  }

  /** Throws CallError. */
  async create(body: CallArgument<'createConversation'>): Promise<Conversation> {
    const conversation = await call('createConversation', body);
    this.put(conversation);
    return conversation;
  }

  /** Throws CallError. */
  async update(
    id: ConversationId,
    change: { name?: string; is_archived?: boolean; muted_until?: string | null },
  ): Promise<void> {
    this.put(await call('updateConversation', { conversation_id: id, ...change }));
  }

  /** Throws CallError. */
  async leave(id: ConversationId): Promise<void> {
    await call('leaveConversation', { conversation_id: id });
    this.remove(id);
  }

  async receive(message: Message): Promise<void> {
    const known = this.#byId.get(message.conversation_id);
    if (!known) {
      const fetched = await this.fetch(message.conversation_id);
      if (fetched.seq >= message.seq) return;
      await this.receive(message);
      return;
    }
    if (message.seq <= known.seq) return;
    const own = message.sender_id === this.#ownId;
    this.put({
      ...known,
      seq: message.seq,
      last_message: message,
      last_message_at: message.created_at,
      is_archived: false,
      unread_count: known.unread_count + (own ? 0 : 1),
    });
  }

  /** Its text was changed. */
  updated(message: Message): void {
    const { conversation_id: id } = message;
    this.#toldOf(id);
    if (this.#byId.get(id)?.last_message?.id !== message.id) return;
    this.change(id, { last_message: message });
  }

  /** Deleted or destroyed. Throws CallError where it has to ask how many are still unread. */
  async erased(id: ConversationId, messageId: MessageId, how: Partial<Message>): Promise<void> {
    this.#toldOf(id);
    const known = this.#byId.get(id);
    if (!known) return;
    const last = known.last_message;
    if (last?.id === messageId) this.change(id, { last_message: { ...last, content: '', ...how } });
    // Only the server knows whether it was one of those that are unread.
    if (known.unread_count > 0) await this.fetch(id);
  }

  /** What came before a number is gone. Throws CallError as `erased` does. */
  async expired(id: ConversationId, firstSeq: number): Promise<void> {
    const known = this.#byId.get(id);
    const last = known?.last_message;
    this.change(id, {
      first_seq: firstSeq,
      ...(last && last.seq < firstSeq && { last_message: null }),
    });
    if (known && known.unread_count > 0) await this.fetch(id);
  }

  /** This person has seen these here; the server's receipts follow. */
  markedRead(id: ConversationId, messageIds: readonly MessageId[]): void {
    const known = this.#byId.get(id);
    if (!known) return;
    const counted = this.#countedAsRead.get(id) ?? new Set();
    this.#countedAsRead.set(id, counted);
    const fresh = messageIds.filter((messageId) => !counted.has(messageId));
    for (const messageId of fresh) counted.add(messageId);
    this.put({ ...known, unread_count: Math.max(0, known.unread_count - fresh.length) });
  }

  /** The server says that this person has read these. What was read elsewhere it has to count. */
  async toldOfReading(id: ConversationId, messageIds: readonly MessageId[]): Promise<void> {
    this.#toldOf(id);
    const counted = this.#countedAsRead.get(id);
    if (!this.#byId.has(id) || messageIds.every((messageId) => counted?.has(messageId))) return;
    this.markedRead(id, messageIds);
    await this.fetch(id);
  }

  /** Nothing happens to a conversation that is not known. */
  change(id: ConversationId, change: Change): void {
    this.#toldOf(id);
    const known = this.#byId.get(id);
    if (known) this.put({ ...known, ...change });
  }

  participantAdded(id: ConversationId, participant: Participant): void {
    this.#toldOf(id);
    const known = this.#byId.get(id);
    if (!known) return;
    const others = known.participants.filter(({ user_id }) => user_id !== participant.user_id);
    this.change(id, { participants: [...others, participant] });
  }

  /** Somebody's name or picture is new, wherever they take part. */
  personChanged(person: User): void {
    if (this.#listsUnderWay > 0) this.#peopleSinceList.set(person.id, person);
    const { id, display_name, avatar_url } = person;
    for (const { id: conversationId, participants } of this.#sorted) {
      if (!participants.some(({ user_id }) => user_id === id)) continue;
      this.change(conversationId, {
        participants: participants.map((one) =>
          one.user_id === id ? { ...one, display_name, avatar_url } : one,
        ),
      });
    }
  }

  participantRemoved(id: ConversationId, userId: UserId): void {
    if (userId === this.#ownId) {
      this.#toldOf(id);
      this.remove(id);
      return;
    }
    const participants = this.#byId.get(id)?.participants ?? [];
    this.change(id, { participants: participants.filter(({ user_id }) => user_id !== userId) });
  }

  remove(id: ConversationId): void {
    this.#byId.delete(id);
    this.#failed.delete(id);
  }

  /** Whether a message on its way has failed; false also when it is gone. */
  setFailed(id: ConversationId, clientMessageId: string, failed: boolean): void {
    const known = this.#failed.get(id);
    if (!failed) {
      known?.delete(clientMessageId);
      return;
    }
    if (known) known.add(clientMessageId);
    else this.#failed.set(id, new SvelteSet([clientMessageId]));
  }
}
