import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { CallArgument } from '#ipc/index.ts';
import type { Conversation, Participant } from '#protocol/conversations.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import { call } from '../../lib/bridge.ts';

type Change = Partial<Conversation>;

function newestFirst(first: Conversation, second: Conversation): number {
  return second.last_message_at.localeCompare(first.last_message_at);
}

/** The conversations of the person who is signed in, archived ones too. */
export class ConversationsState {
  readonly #ownId: UserId;
  readonly #byId = new SvelteMap<ConversationId, Conversation>();
  /** Counted as read already: a receipt may come both from here and from the server. */
  readonly #countedAsRead = new Set<MessageId>();
  /** Messages that could not be sent, by conversation. */
  readonly #failed = new SvelteMap<ConversationId, SvelteSet<string>>();
  /** Fetches under way, so that a burst of events asks once. */
  readonly #fetching = new Map<ConversationId, Promise<Conversation>>();
  status = $state<'loading' | 'ready' | 'failed'>('loading');

  readonly #sorted = $derived([...this.#byId.values()].sort(newestFirst));
  readonly active = $derived(this.#sorted.filter((conversation) => !conversation.is_archived));
  readonly archived = $derived(this.#sorted.filter((conversation) => conversation.is_archived));

  constructor(ownId: UserId) {
    this.#ownId = ownId;
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

  /** Throws CallError. */
  async load(): Promise<void> {
    if (this.status === 'failed') this.status = 'loading';
    const knownBefore = [...this.#byId.keys()];
    try {
      const [active, archived] = await Promise.all([
        call('listConversations', { archived: false }),
        call('listConversations', { archived: true }),
      ]);
      const listed = new Map([...active, ...archived].map((one) => [one.id, one]));
      for (const id of knownBefore) if (!listed.has(id)) this.remove(id);
      for (const conversation of listed.values()) this.#putListed(conversation);
      this.status = 'ready';
    } finally {
      if (this.status === 'loading') this.status = 'failed';
    }
  }

  put(conversation: Conversation): void {
    this.#byId.set(conversation.id, conversation);
  }

  /** A message that came while the list was fetched is newer than the list. */
  #putListed(listed: Conversation): void {
    const known = this.#byId.get(listed.id);
    if (!known || known.seq <= listed.seq) {
      this.put(listed);
      return;
    }
    const { seq, last_message, last_message_at, unread_count } = known;
    this.put({ ...listed, seq, last_message, last_message_at, unread_count });
  }

  /** Throws CallError. */
  async fetch(id: ConversationId): Promise<Conversation> {
    const underWay = this.#fetching.get(id);
    if (underWay) return underWay;
    const fetched = call('getConversation', { conversation_id: id });
    this.#fetching.set(id, fetched);
    try {
      const conversation = await fetched;
      this.put(conversation);
      return conversation;
    } finally {
      this.#fetching.delete(id);
    }
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
      await this.fetch(message.conversation_id);
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

  destroyed(id: ConversationId, messageId: MessageId): void {
    const last = this.#byId.get(id)?.last_message;
    if (last?.id !== messageId) return;
    this.change(id, { last_message: { ...last, content: '', is_destroyed: true } });
  }

  /** This person has read these, here or on another device. */
  markedRead(id: ConversationId, messageIds: readonly MessageId[]): void {
    const known = this.#byId.get(id);
    if (!known) return;
    const fresh = messageIds.filter((messageId) => !this.#countedAsRead.has(messageId));
    for (const messageId of fresh) this.#countedAsRead.add(messageId);
    if (fresh.length === 0) return;
    this.change(id, { unread_count: Math.max(0, known.unread_count - fresh.length) });
  }

  /** Nothing happens to a conversation that is not known. */
  change(id: ConversationId, change: Change): void {
    const known = this.#byId.get(id);
    if (known) this.put({ ...known, ...change });
  }

  participantAdded(id: ConversationId, participant: Participant): void {
    const known = this.#byId.get(id);
    if (!known) return;
    const others = known.participants.filter(({ user_id }) => user_id !== participant.user_id);
    this.change(id, { participants: [...others, participant] });
  }

  participantRemoved(id: ConversationId, userId: UserId): void {
    if (userId === this.#ownId) {
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
