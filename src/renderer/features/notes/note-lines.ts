import type { ConversationNote } from '#protocol/conversation-notes.ts';

/** Near enough in time for one line: “Anna added Ben and Carla”. */
const together = ['added', 'removed'] as const satisfies ConversationNote['kind'][];
const togetherWithinMs = 10 * 60_000;

/** One quiet line between messages; what was done to several at once is one. */
export interface NoteLine {
  key: string;
  note: ConversationNote;
  createdAt: string;
  /** No person's: what comes after a line begins anew. */
  senderId: '';
}

interface Placed {
  key: string;
  /** Null for what is still on its way: that comes after everything. */
  message: { seq: number } | null;
}

interface Shown {
  entries: readonly Placed[];
  hasOlder: boolean;
  hasNewer: boolean;
}

export interface PlacedNotes {
  /** By the key of the entry that they stand before. */
  before: ReadonlyMap<string, readonly NoteLine[]>;
  atEnd: readonly NoteLine[];
}

/** Puts each note between the messages that it happened between, where both are shown. */
export function placeNotes(notes: readonly ConversationNote[], shown: Shown): PlacedNotes {
  const { entries, hasOlder, hasNewer } = shown;
  const before = new Map<string, readonly NoteLine[]>();
  const firstSeq = entries[0]?.message?.seq ?? 0;
  let rest = notes.filter(({ after_seq }) => !hasOlder || after_seq >= firstSeq);
  for (const { key, message } of entries) {
    const seq = message?.seq ?? Infinity;
    const index = rest.findIndex(({ after_seq }) => after_seq >= seq);
    const count = index === -1 ? rest.length : index;
    if (count > 0) before.set(key, linesOf(rest.slice(0, count)));
    rest = rest.slice(count);
  }
  return { before, atEnd: hasNewer ? [] : linesOf(rest) };
}

function linesOf(notes: readonly ConversationNote[]): NoteLine[] {
  const lines: NoteLine[] = [];
  for (const note of notes) {
    const last = lines.at(-1);
    if (last && belongTogether(last.note, note)) {
      last.note = { ...last.note, subjects: [...last.note.subjects, ...note.subjects] };
    } else {
      const { number, created_at: createdAt } = note;
      lines.push({ key: `note/${String(number)}`, note, createdAt, senderId: '' });
    }
  }
  return lines;
}

function belongTogether(first: ConversationNote, second: ConversationNote): boolean {
  return (
    first.kind === second.kind &&
    together.some((kind) => kind === first.kind) &&
    first.actor?.user_id === second.actor?.user_id &&
    Date.parse(second.created_at) - Date.parse(first.created_at) < togetherWithinMs
  );
}
