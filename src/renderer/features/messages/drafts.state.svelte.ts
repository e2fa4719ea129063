import type { ConversationId, MessageId } from '#protocol/identifiers.ts';
import type { Draft as SavedDraft } from '#protocol/drafts.ts';
import { call } from '../../lib/bridge.ts';
import { countCharacters, draftMaxCharacters } from '../../lib/limits.ts';
import type { SelfDestructTimer } from '../../lib/limits.ts';
import { attempt, ignoreShownInPlace } from '../../lib/report-error.ts';

/** Somebody who pauses this long may go on elsewhere. */
const savedAfterMs = 1_000;
/** Until somebody has rested this long, nothing that comes from elsewhere takes their place. */
const restedAfterMs = 5_000;

type Writing = Pick<SavedDraft, 'content' | 'reply_to_message_id' | 'self_destruct_timer'>;

const nothing: Writing = { content: '', reply_to_message_id: null, self_destruct_timer: null };

/** What stands in one conversation's composer. */
export class Draft {
  text = $state('');
  replyTo = $state<MessageId | null>(null);
  /** Seconds; stays on for the conversation until it is turned off. */
  timer = $state<SelfDestructTimer | null>(null);

  /** What the other devices see of it; a timer alone is nothing. */
  get writing(): Writing {
    const isEmpty = this.text.trim() === '' && this.replyTo === null;
    if (isEmpty) return nothing;
    return {
      content: this.text,
      reply_to_message_id: this.replyTo,
      self_destruct_timer: this.timer,
    };
  }

  set writing(writing: Writing) {
    this.text = writing.content;
    this.replyTo = writing.reply_to_message_id;
    // What was sent or removed elsewhere says nothing of the timer for what comes next.
    if (!isSame(writing, nothing)) this.timer = writing.self_destruct_timer;
  }
}

function isSame(first: Writing, second: Writing): boolean {
  return (
    first.content === second.content &&
    first.reply_to_message_id === second.reply_to_message_id &&
    first.self_destruct_timer === second.self_destruct_timer
  );
}

/** One conversation's draft, here and on the server. */
class Followed {
  readonly draft = new Draft();
  /** What the server was last told, or has told. */
  saved: Writing = nothing;
  /** RFC 3339, the server's time of what it has told. */
  updatedAt = '';
  /** From another device, kept back while the person types here. */
  held: Writing | null = null;
  isTyping = false;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** What the person has begun to write: kept here, and followed to and from their other devices. */
export class DraftsState {
  readonly #byConversation = new Map<ConversationId, Followed>();

  of(id: ConversationId): Draft {
    return this.#followed(id).draft;
  }

  /** Throws CallError. */
  async load(): Promise<void> {
    const drafts = new Map(
      (await call('listDrafts')).map((draft) => [draft.conversation_id, draft]),
    );
    for (const [id, { updatedAt: updated_at }] of this.#byConversation) {
      if (!drafts.has(id)) this.#take(id, { ...nothing, updated_at });
    }
    for (const [id, draft] of drafts) this.#take(id, draft);
  }

  /** To be called with each change that stands in the composer, wherever it came from. */
  changed(id: ConversationId, writing: Writing): void {
    const followed = this.#followed(id);
    if (isSame(writing, followed.saved)) return;
    followed.isTyping = true;
    clearTimeout(followed.timer);
    // Sent, or taken back: the others need not wait.
    if (isSame(writing, nothing)) this.#save(id, followed);
    else followed.timer = setTimeout(() => this.#save(id, followed), savedAfterMs);
  }

  /** The person looks elsewhere: saves what is not saved yet. */
  left(id: ConversationId): void {
    const followed = this.#followed(id);
    this.#save(id, followed);
    this.#rested(followed);
  }

  /** The window is about to go. */
  leftAll(): void {
    for (const id of this.#byConversation.keys()) this.left(id);
  }

  /** From the server: what one of the person's devices, perhaps this one, has saved. */
  receive(draft: SavedDraft): void {
    this.#take(draft.conversation_id, draft);
  }

  #take(id: ConversationId, { updated_at, ...writing }: Writing & { updated_at: string }): void {
    const followed = this.#followed(id);
    // A list may be older than what an event has told since it was asked for.
    if (updated_at < followed.updatedAt) return;
    followed.updatedAt = updated_at;
    const isUnsaved = !isSame(followed.draft.writing, followed.saved);
    // What is saved last is right, and that will be what is typed here.
    if (isUnsaved) return;
    if (followed.isTyping) followed.held = writing;
    else this.#show(followed, writing);
  }

  #show(followed: Followed, writing: Writing): void {
    followed.saved = {
      content: writing.content,
      reply_to_message_id: writing.reply_to_message_id,
      self_destruct_timer: writing.self_destruct_timer,
    };
    if (!isSame(followed.draft.writing, followed.saved)) followed.draft.writing = followed.saved;
  }

  #save(id: ConversationId, followed: Followed): void {
    clearTimeout(followed.timer);
    followed.timer = setTimeout(() => this.#rested(followed), restedAfterMs);
    const { writing } = followed.draft;
    if (isSame(writing, followed.saved)) return;
    // It stays here until it is short enough to be kept.
    if (countCharacters(writing.content) > draftMaxCharacters) return;
    followed.saved = writing;
    followed.held = null;
    // Main tries again by itself; that it cannot be saved now is no trouble to the person.
    void attempt(() => call('saveDraft', { conversation_id: id, ...writing }), ignoreShownInPlace);
  }

  #rested(followed: Followed): void {
    clearTimeout(followed.timer);
    followed.isTyping = false;
    if (followed.held !== null) this.#show(followed, followed.held);
    followed.held = null;
  }

  #followed(id: ConversationId): Followed {
    const known = this.#byConversation.get(id);
    if (known) return known;
    const followed = new Followed();
    this.#byConversation.set(id, followed);
    return followed;
  }
}
