import type { OutgoingMessage } from '#ipc/messages.ts';
import type { ConversationId, MessageId, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import { Timeline } from './timeline.state.svelte.ts';

/** How many conversations are kept as they were left, and how much of each. */
const timelinesKept = 8;
const entriesKept = 500;

/** The timelines of the conversations that were opened; events reach only those. */
export class MessagesState {
  readonly #ownId: UserId;
  readonly #timelines = new Map<ConversationId, Timeline>();

  constructor(ownId: UserId) {
    this.#ownId = ownId;
  }

  /** Made when first asked for; its owner loads it. */
  timeline(id: ConversationId): Timeline {
    const known = this.#timelines.get(id);
    if (known) return known;
    const timeline = new Timeline(id, this.#ownId);
    this.#timelines.set(id, timeline);
    this.#forgetSomeBut(id);
    return timeline;
  }

  /**
   * To be called before somebody comes back to a conversation: from a place far back no row leads to
   * what is unread, so that the timeline begins anew there.
   */
  makeWayToUnread(id: ConversationId, unreadCount: number): void {
    const known = this.#timelines.get(id);
    if (known?.hasNewer === true && known.cameSinceLeft && unreadCount > 0) this.forget(id);
  }

  /** Those that were opened first go first. */
  #forgetSomeBut(opened: ConversationId): void {
    for (const [id, { isShown }] of this.#timelines) {
      if (this.#timelines.size <= timelinesKept) return;
      if (id !== opened && !isShown) this.#timelines.delete(id);
    }
  }

  receive(message: Message): void {
    const id = message.conversation_id;
    const timeline = this.#timelines.get(id);
    timeline?.receive(message);
    // Nobody looks at it: it is loaded anew when somebody does.
    if (timeline && !timeline.isShown && timeline.all.length > entriesKept) this.forget(id);
  }

  /** Its text was changed. */
  updated(message: Message): void {
    this.#timelines.get(message.conversation_id)?.updated(message);
  }

  deleted(conversation: ConversationId, id: MessageId): void {
    this.#timelines.get(conversation)?.deleted(id);
  }

  destroyed(conversation: ConversationId, id: MessageId): void {
    this.#timelines.get(conversation)?.destroyed(id);
  }

  expired(conversation: ConversationId, firstSeq: number): void {
    this.#timelines.get(conversation)?.expired(firstSeq);
  }

  reacted(conversation: ConversationId, id: MessageId, reactions: Message['reactions']): void {
    this.#timelines.get(conversation)?.reacted(id, reactions);
  }

  delivered(conversation: ConversationId, id: MessageId, users: readonly UserId[]): void {
    this.#timelines.get(conversation)?.delivered(id, users);
  }

  read(conversation: ConversationId, ids: readonly MessageId[], reader: UserId): void {
    this.#timelines.get(conversation)?.read(ids, reader);
  }

  outgoingChanged(outgoing: OutgoingMessage): void {
    this.#timelines.get(outgoing.conversation_id)?.outgoingChanged(outgoing);
  }

  settled(conversation: ConversationId, clientMessageId: string, message: Message | null): void {
    this.#timelines.get(conversation)?.settled(clientMessageId, message);
  }

  forget(id: ConversationId): void {
    this.#timelines.delete(id);
  }

  /** After too long a gap only what is shown is worth loading again. */
  forgetAllBut(id: ConversationId | null): void {
    for (const known of this.#timelines.keys()) {
      if (known !== id) this.#timelines.delete(known);
    }
  }
}
