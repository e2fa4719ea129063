import type { ConversationNote } from '#protocol/conversation-notes.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import { call } from '../../lib/bridge.ts';

/** What happened to one group, as far back as its messages are loaded. */
export class GroupNotes {
  readonly #conversationId: ConversationId;
  readonly #byNumber = new Map<number, ConversationNote>();
  /** From here to the present all are known. */
  #knownFromSeq = Infinity;
  #wantedFromSeq = Infinity;
  #loading: Promise<void> | null = null;

  /** Oldest first. */
  list = $state.raw<readonly ConversationNote[]>([]);

  constructor(conversationId: ConversationId) {
    this.#conversationId = conversationId;
  }

  /** Makes sure of all that stands after the message with this number. Throws CallError. */
  async cover(fromSeq: number): Promise<void> {
    this.#wantedFromSeq = Math.min(this.#wantedFromSeq, fromSeq);
    this.#loading ??= this.#load();
    try {
      await this.#loading;
    } finally {
      this.#loading = null;
    }
  }

  /** Some were missed: loads again what was loaded. Throws CallError. */
  async again(): Promise<void> {
    if (this.#wantedFromSeq === Infinity) return;
    this.#knownFromSeq = Infinity;
    await this.cover(this.#wantedFromSeq);
  }

  add(note: ConversationNote): void {
    this.#take([note]);
  }

  async #load(): Promise<void> {
    while (this.#wantedFromSeq < this.#knownFromSeq) {
      const from = this.#wantedFromSeq;
      const range = this.#knownFromSeq === Infinity ? {} : { to_seq: this.#knownFromSeq - 1 };
      const conversation_id = this.#conversationId;
      this.#take(await call('listNotes', { conversation_id, from_seq: from, ...range }));
      this.#knownFromSeq = from;
    }
  }

  #take(notes: readonly ConversationNote[]): void {
    if (notes.length === 0) return;
    for (const note of notes) this.#byNumber.set(note.number, note);
    this.list = [...this.#byNumber.values()].sort((first, second) => first.number - second.number);
  }
}

/** The notes of the groups that were opened; events reach only those. */
export class NotesState {
  readonly #byConversation = new Map<ConversationId, GroupNotes>();

  /** Made when first asked for; its owner says how far back. */
  of(id: ConversationId): GroupNotes {
    const known = this.#byConversation.get(id);
    if (known) return known;
    const notes = new GroupNotes(id);
    this.#byConversation.set(id, notes);
    return notes;
  }

  receive(id: ConversationId, note: ConversationNote): void {
    this.#byConversation.get(id)?.add(note);
  }

  forget(id: ConversationId): void {
    this.#byConversation.delete(id);
  }

  /** After too long a gap only what is shown is worth loading again. */
  forgetAllBut(id: ConversationId | null): void {
    for (const known of this.#byConversation.keys()) {
      if (known !== id) this.#byConversation.delete(known);
    }
  }
}
