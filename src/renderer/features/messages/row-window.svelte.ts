/** How many rows are made at first, and on either side of one that is jumped to. */
const rowsAtEnd = 60;
const rowsAround = 40;

interface Keyed {
  key: string;
}

export interface RowRange {
  /** Index of the first row that is made. */
  first: number;
  /** Index after the last. */
  end: number;
}

/**
 * Which of the loaded messages have rows in the page. Kept by keys, so that pages which come or go
 * at either end change nothing; the end stays open while it is the newest message.
 */
export class RowWindow {
  #firstKey = $state<string | null>(null);
  /** Null goes on with whatever comes. */
  #lastKey = $state<string | null>(null);

  range(entries: readonly Keyed[]): RowRange {
    const last = entries.findLastIndex(({ key }) => key === this.#lastKey);
    const end = last === -1 ? entries.length : last + 1;
    const first = entries.findIndex(({ key }) => key === this.#firstKey);
    return { first: first === -1 || first >= end ? Math.max(0, end - rowsAtEnd) : first, end };
  }

  set({ first, end }: RowRange, entries: readonly Keyed[]): void {
    this.#firstKey = entries[Math.max(0, first)]?.key ?? null;
    this.#lastKey = end >= entries.length ? null : (entries[end - 1]?.key ?? null);
  }

  showEnd(entries: readonly Keyed[]): void {
    this.set({ first: entries.length - rowsAtEnd, end: entries.length }, entries);
  }

  /** Leaves the rows where the entry has one already. */
  showAround(index: number, entries: readonly Keyed[]): void {
    const { first, end } = this.range(entries);
    // Held by keys from now on, also where the keys of before are gone: no page that comes moves it.
    if (index >= first && index < end) this.set({ first, end }, entries);
    else this.set({ first: index - rowsAround, end: index + rowsAround }, entries);
  }
}
