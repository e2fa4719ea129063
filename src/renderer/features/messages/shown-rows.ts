import type { NoteLine, PlacedNotes } from '../notes/note-lines.ts';
import { placeAfter } from './grouping.ts';
import type { TimelineEntry } from './timeline-entry.svelte.ts';
import type { RowRange } from './row-window.svelte.ts';

/** All that a row shows beside its message. */
export interface ShownRow {
  readonly entry: TimelineEntry;
  /** What was noted between the message above and this one. */
  readonly noted: readonly NoteLine[];
  /** When the message above was sent; undefined where there is none, and where nothing was noted. */
  readonly previousAt: string | undefined;
  readonly startsDay: boolean;
  readonly startsGroup: boolean;
  readonly isFirstNew: boolean;
  readonly isWaiting: boolean;
  readonly isLastWaiting: boolean;
  readonly isHighlighted: boolean;
  readonly isCurrent: boolean;
}

interface Surroundings {
  entries: readonly TimelineEntry[];
  range: RowRange;
  notes: PlacedNotes;
  isOnline: boolean;
  firstNewKey: string | null;
  highlightedId: string | null;
  currentKey: string | undefined;
}

const nothing: readonly NoteLine[] = [];

/**
 * The rows of a list. A row that is as it was before is the same object: with each message that comes
 * only the rows that it changes are to be drawn again, and not the sixty that there are.
 */
export class ShownRows {
  #last: ReadonlyMap<string, ShownRow> = new Map<string, ShownRow>();

  of(surroundings: Surroundings): readonly ShownRow[] {
    const { entries, range } = surroundings;
    const lastWaiting = surroundings.isOnline
      ? undefined
      : entries.findLast(({ isOnItsWay }) => isOnItsWay);
    const rows: ShownRow[] = [];
    for (let index = range.first; index < range.end; index += 1) {
      const entry = entries[index];
      if (entry === undefined) continue;
      const row = rowOf(entry, entries[index - 1], lastWaiting, surroundings);
      const before = this.#last.get(entry.key);
      rows.push(before !== undefined && isSame(before, row) ? before : row);
    }
    this.#last = new Map(rows.map((row) => [row.entry.key, row]));
    return rows;
  }
}

function rowOf(
  entry: TimelineEntry,
  previous: TimelineEntry | undefined,
  lastWaiting: TimelineEntry | undefined,
  { notes, isOnline, firstNewKey, highlightedId, currentKey }: Surroundings,
): ShownRow {
  const noted = notes.before.get(entry.key) ?? nothing;
  const place = placeAfter(noted.at(-1) ?? previous, entry);
  const isFirstNew = entry.key === firstNewKey;
  return {
    entry,
    noted,
    previousAt: noted === nothing ? undefined : previous?.createdAt,
    startsDay: place.startsDay,
    startsGroup: place.startsGroup || isFirstNew,
    isFirstNew,
    isWaiting: !isOnline && entry.isOnItsWay,
    isLastWaiting: entry === lastWaiting,
    isHighlighted: entry.id !== null && entry.id === highlightedId,
    isCurrent: entry.key === currentKey,
  };
}

function isSame(first: ShownRow, second: ShownRow): boolean {
  return (Object.keys(first) as (keyof ShownRow)[]).every((what) => first[what] === second[what]);
}
