import type { User } from '#protocol/accounts.ts';
import type { Conversation, Participant } from '#protocol/conversations.ts';
import type { ServerEvent } from '#protocol/events.ts';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';

export interface ConversationEntry {
  /** Null for a direct conversation and for a group without a name. */
  groupName: string | null;
  isGroup: boolean;
  participants: Participant[];
  /** Milliseconds since 1970; null when not muted. */
  mutedUntilMs: number | null;
  unreadCount: number;
}

/** What notifications need to know of conversations, learnt from what passes by. */
export class ConversationDirectory {
  readonly #entries = new Map<ConversationId, ConversationEntry>();
  readonly #fetch: (id: ConversationId) => Promise<Conversation>;

  /** `fetch` asks the server for one that has not passed by. */
  constructor(fetch: (id: ConversationId) => Promise<Conversation>) {
    this.#fetch = fetch;
  }

  remember(conversation: Conversation): void {
    this.#entries.set(conversation.id, {
      groupName: conversation.name,
      isGroup: conversation.conversation_type === 'group',
      participants: conversation.participants,
      mutedUntilMs: milliseconds(conversation.muted_until),
      unreadCount: conversation.unread_count,
    });
  }

  async find(id: ConversationId): Promise<ConversationEntry> {
    const known = this.#entries.get(id);
    if (known !== undefined) return known;
    this.remember(await this.#fetch(id));
    return this.find(id);
  }

  forgetAll(): void {
    this.#entries.clear();
  }

  /** Unread messages of all conversations that are not muted. */
  unreadTotal(nowMs: number): number {
    let total = 0;
    for (const entry of this.#entries.values()) {
      if ((entry.mutedUntilMs ?? 0) <= nowMs) total += entry.unreadCount;
    }
    return total;
  }

  #renamed({ id, display_name }: User): void {
    for (const entry of this.#entries.values()) {
      entry.participants = entry.participants.map((one) =>
        one.user_id === id ? { ...one, display_name } : one,
      );
    }
  }

  apply(event: ServerEvent, ownUserId: UserId): void {
    if (event.type === 'user_updated') this.#renamed(event.user);
    if (!('conversation_id' in event)) return;
    const entry = this.#entries.get(event.conversation_id);
    if (entry === undefined) return;
    switch (event.type) {
      case 'new_message':
        if (event.message.sender_id !== ownUserId) entry.unreadCount += 1;
        return;
      case 'message_read_receipt':
        if (event.reader_user_id === ownUserId) countRead(entry, 1);
        return;
      case 'conversation_read_receipt':
        if (event.reader_user_id === ownUserId) countRead(entry, event.message_ids.length);
        return;
      case 'conversation_updated':
        entry.groupName = event.name;
        entry.participants = event.participants;
        return;
      case 'conversation_settings_changed':
        entry.mutedUntilMs = milliseconds(event.muted_until);
        return;
      case 'participant_added':
        entry.participants = [...entry.participants, event.participant];
        return;
      case 'participant_removed':
        if (event.user_id === ownUserId) this.#entries.delete(event.conversation_id);
        return;
      default:
    }
  }
}

function countRead(entry: ConversationEntry, count: number): void {
  entry.unreadCount = Math.max(0, entry.unreadCount - count);
}

function milliseconds(timestamp: string | null): number | null {
  return timestamp === null ? null : Date.parse(timestamp);
}
