import { createContext } from 'svelte';
import type { Conversation } from '#protocol/conversations.ts';
import type { UserId } from '#protocol/identifiers.ts';
import { call } from '../../lib/bridge.ts';
import { countCharacters, messageMaxCharacters } from '../../lib/limits.ts';
import { t } from '../../lib/messages/catalogue.ts';
import { toasts } from '../../lib/toasts.state.svelte.ts';
import type { Draft } from './drafts.state.svelte.ts';
import type { TimelineEntry } from './timeline-entry.svelte.ts';

/** Beside what a menu stands: an element, or a place in the window. */
export type Anchor = HTMLElement | { getBoundingClientRect(): DOMRect };

interface Target {
  entry: TimelineEntry;
  /** The message's element, to which the keyboard returns. */
  row: HTMLElement;
  anchor: Anchor;
}

/** The list of messages, as it is moved from elsewhere. */
interface ShownList {
  /** By what is in view, up (-1) or down (1). */
  page(step: 1 | -1): void;
  goToEnd(end: 'first' | 'newest'): Promise<void>;
}

interface Surroundings {
  ownId: UserId;
  conversation: () => Conversation | undefined;
  draft: () => Draft;
  /** Reading is all that is left of a conversation with somebody who is no friend any more. */
  mayWrite: () => boolean;
}

/** What can be done with a message of the conversation that is open, and what is being done. */
export class MessageActions {
  readonly #surroundings: Surroundings;
  menu = $state.raw<Target | null>(null);
  picker = $state.raw<Target | null>(null);
  editing = $state.raw<TimelineEntry | null>(null);
  deleting = $state.raw<TimelineEntry | null>(null);
  forwarding = $state.raw<TimelineEntry | null>(null);
  /** Somebody looks for the messages of a day. */
  isChoosingDate = $state(false);
  /** Where one writes; null while there is nowhere to. */
  composer = $state.raw<HTMLTextAreaElement | null>(null);

  /** Null while no messages are shown. */
  list = $state.raw<ShownList | null>(null);

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  mayAct(entry: TimelineEntry): boolean {
    return entry.message !== null && !entry.isGone;
  }

  mayAnswer(entry: TimelineEntry): boolean {
    return this.mayAct(entry) && this.#surroundings.mayWrite();
  }

  mayEdit(entry: TimelineEntry): boolean {
    const isOwn = entry.senderId === this.#surroundings.ownId;
    return isOwn && this.mayAnswer(entry) && entry.content !== '';
  }

  /** The server copies no file of a message with a timer: the copy would outlive it. */
  mayForward(entry: TimelineEntry): boolean {
    const hasFiles = (entry.message?.attachments.length ?? 0) > 0;
    const hasTimer = entry.message?.self_destruct_at != null;
    return hasFiles ? this.mayAct(entry) && !hasTimer : entry.content !== '';
  }

  mayDelete(entry: TimelineEntry): boolean {
    const { ownId, conversation } = this.#surroundings;
    const known = conversation();
    const isAdmin =
      known?.conversation_type === 'group' &&
      known.participants.some(({ user_id, role }) => user_id === ownId && role === 'admin');
    return this.mayAct(entry) && (entry.senderId === ownId || isAdmin);
  }

  reply(entry: TimelineEntry): void {
    this.editing = null;
    this.#surroundings.draft().replyTo = entry.id;
    this.composer?.focus();
  }

  /** The newest of one's own that can be edited; false when there is none. */
  editLast(entries: readonly TimelineEntry[]): boolean {
    const last = entries.findLast((entry) => this.mayEdit(entry));
    if (last) this.editing = last;
    return last !== undefined;
  }

  /** Throws CallError. */
  async copy(entry: TimelineEntry): Promise<void> {
    await call('copyText', { text: entry.content });
    toasts.show({ kind: 'notice', text: t('message.copied') });
  }

  /** Adds one's reaction, or takes it back. Throws CallError. */
  async react(entry: TimelineEntry, emoji: string): Promise<void> {
    const { ownId } = this.#surroundings;
    if (entry.id === null) return;
    const isThere = entry.message?.reactions.some(
      (reaction) => sameEmoji(reaction.emoji, emoji) && reaction.user_ids.includes(ownId),
    );
    await call(isThere ? 'removeReaction' : 'addReaction', { message_id: entry.id, emoji });
  }

  /** Throws CallError. */
  async edit(entry: TimelineEntry, text: string): Promise<void> {
    const content = text.trim();
    if (content === '' || countCharacters(content) > messageMaxCharacters) return;
    if (entry.id !== null && content !== entry.content) {
      await call('editMessage', { message_id: entry.id, content });
    }
  }

  /** Throws CallError. */
  async delete(entry: TimelineEntry): Promise<void> {
    if (entry.id !== null) await call('deleteMessage', { message_id: entry.id });
  }
}

/** The same emoji comes with and without the mark that asks for colour. */
function sameEmoji(first: string, second: string): boolean {
  return first.replaceAll('\uFE0F', '') === second.replaceAll('\uFE0F', '');
}

export const [getMessageActions, setMessageActions] = createContext<MessageActions>();
