import { listNotes } from '#protocol/conversation-notes.ts';
import { getConversation, listConversations } from '#protocol/conversations.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { listDrafts } from '#protocol/drafts.ts';
import { AppError } from '#protocol/errors.ts';
import type { ServerEvent } from '#protocol/events.ts';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import { listMessages } from '#protocol/messages.ts';
import type { ChatClient } from '#client/chat-client.ts';

/** What a device shows of one conversation. */
interface Shown {
  name: string | null;
  members: Map<UserId, string>;
  isArchived: boolean;
  mutedUntil: string | null;
  unread: number;
  messages: Record<number, string>;
  notes: Record<number, string>;
}

/** What a device shows: once loaded, kept up by events alone, as an app does it. */
export class DeviceView {
  readonly #client: ChatClient;
  readonly conversations = new Map<ConversationId, Shown>();
  readonly drafts = new Map<ConversationId, string>();
  /** Conversations that the device has heard of and not loaded. */
  readonly #unknown = new Set<ConversationId>();

  constructor(client: ChatClient) {
    this.#client = client;
  }

  async load(): Promise<this> {
    for (const archived of [false, true]) {
      const query = { archived };
      for (const each of await this.#client.call(listConversations, { query })) {
        await this.#loadOne(each);
      }
    }
    for (const { conversation_id, content } of await this.#client.call(listDrafts, {})) {
      this.drafts.set(conversation_id, content);
    }
    return this;
  }

  /** Loads what an event was the first to name; one from which the person has gone is not there. */
  async loadUnknown(): Promise<void> {
    for (const conversation_id of this.#unknown) {
      const params = { conversation_id };
      try {
        await this.#loadOne(await this.#client.call(getConversation, { params }));
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'CONVERSATION_NOT_FOUND') throw error;
      }
    }
    this.#unknown.clear();
  }

  /** In an order of its own, so that two views can be compared. */
  asPlain(): unknown {
    const inOrder = <V>(map: Map<string, V>) => Object.fromEntries([...map].sort());
    return { conversations: inOrder(this.conversations), drafts: inOrder(this.drafts) };
  }

  async #loadOne(conversation: Conversation): Promise<void> {
    const params = { conversation_id: conversation.id };
    const query = { mark_read: false, limit: 100 };
    const messages = await this.#client.call(listMessages, { params, query });
    const notes = await this.#client.call(listNotes, { params });
    this.conversations.set(conversation.id, {
      name: conversation.name,
      members: rolesOf(conversation),
      isArchived: conversation.is_archived,
      mutedUntil: conversation.muted_until,
      unread: conversation.unread_count,
      messages: Object.fromEntries(messages.map(({ seq, content }) => [seq, content])),
      notes: Object.fromEntries(notes.map(({ number, kind }) => [number, kind])),
    });
  }

  apply(event: ServerEvent, ownId: UserId): void {
    if (event.type === 'draft_changed') {
      if (event.draft.content === '') this.drafts.delete(event.conversation_id);
      else this.drafts.set(event.conversation_id, event.draft.content);
      return;
    }
    if (!('conversation_id' in event)) return;
    const shown = this.conversations.get(event.conversation_id);
    if (shown === undefined) this.#unknown.add(event.conversation_id);
    else this.#applyTo(shown, event, ownId);
  }

  #applyTo(shown: Shown, event: ServerEvent, ownId: UserId): void {
    switch (event.type) {
      case 'new_message':
        shown.messages[event.message.seq] = event.message.content;
        shown.isArchived = false;
        if (event.message.sender_id !== ownId) shown.unread += 1;
        break;
      case 'conversation_read_receipt':
        if (event.reader_user_id === ownId) shown.unread -= event.message_ids.length;
        break;
      case 'conversation_note':
        shown.notes[event.note.number] = event.note.kind;
        break;
      case 'conversation_updated':
        shown.name = event.name;
        shown.members = rolesOf(event);
        break;
      case 'conversation_settings_changed':
        shown.isArchived = event.is_archived;
        shown.mutedUntil = event.muted_until;
        break;
      case 'participant_added':
        shown.members.set(event.participant.user_id, event.participant.role);
        break;
      case 'participant_removed':
        shown.members.delete(event.user_id);
        if (event.user_id === ownId) this.conversations.delete(event.conversation_id);
        break;
      default:
        break;
    }
  }
}

function rolesOf({ participants }: Pick<Conversation, 'participants'>): Map<UserId, string> {
  return new Map(participants.map(({ user_id, role }) => [user_id, role]));
}
