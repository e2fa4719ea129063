import type { Attachment } from 'svelte/attachments';
import { direction } from '../lib/messages/catalogue.ts';
import { inReadingOrder } from './arrow-keys.ts';

/** What Tab should lead to in a list: the one that is open or chosen. */
const marked = '[aria-current], [aria-pressed=true], [role=radio][aria-checked=true]';
/** Letters that follow each other so soon are the beginning of one name. */
const sameNameMs = 700;

/**
 * Makes what can be clicked in an element one stop of the Tab key. Arrows up and down lead from row to
 * row (its `li`s) in the same column, arrows along the line within a row, Home and End to either end;
 * letters lead to the next row whose `data-name` begins with them. A row that is moved keeps the
 * keyboard, and one that goes leaves it to its neighbour.
 */
export const oneTabStop: Attachment<HTMLElement> = (list) => {
  const stop = new TabStop(list);
  const focused = ({ target }: FocusEvent) => stop.arrange(target);
  const pressed = (event: KeyboardEvent) => {
    if (stop.keydown(event)) event.preventDefault();
  };
  const observer = new MutationObserver((records) => stop.changed(records));
  list.addEventListener('focusin', focused);
  list.addEventListener('keydown', pressed);
  observer.observe(list, {
    childList: true,
    subtree: true,
    attributeFilter: ['aria-current', 'aria-pressed', 'aria-checked', 'disabled'],
  });
  stop.arrange();
  return () => {
    list.removeEventListener('focusin', focused);
    list.removeEventListener('keydown', pressed);
    observer.disconnect();
  };
};

class TabStop {
  readonly #list: HTMLElement;
  #last: HTMLElement | null = null;
  #lastPlace = { at: 0, column: 0 };
  #typed = '';
  #typedAt = -Infinity;

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** Leaves one stop: where the keyboard is, or should come in. */
  arrange(target: EventTarget | null = document.activeElement): void {
    const items = this.#items();
    const focused = items.find((item) => item === target);
    if (focused) {
      this.#last = focused;
      this.#lastPlace = placeOf(focused, this.#rows());
    }
    const known = items.find((item) => item === this.#last);
    const current = focused ?? items.find((item) => item.matches(marked)) ?? known ?? items[0];
    for (const item of items) {
      const tabIndex = item === current ? 0 : -1;
      if (item.tabIndex !== tabIndex) item.tabIndex = tabIndex;
    }
  }

  changed(records: readonly MutationRecord[]): void {
    const last = this.#last;
    const wasTaken = records.some(({ removedNodes }) =>
      [...removedNodes].some((node) => node.contains(last)),
    );
    if (last && wasTaken && document.activeElement === document.body) {
      const rows = this.#rows();
      const { at, column } = this.#lastPlace;
      const neighbour = inColumn(rows[Math.min(at, rows.length - 1)], column);
      (last.isConnected ? last : neighbour)?.focus({ preventScroll: last.isConnected });
    }
    this.arrange();
  }

  /** Whether the key led somewhere. */
  keydown(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.isComposing) return false;
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const rows = this.#rows();
    const place = placeOf(event.target, rows);
    if (place.at === -1) return false;
    const next = /^[\p{L}\p{N}]$/u.test(event.key)
      ? this.#named(rows, place.at, event)
      : nextFor(event.key, rows, place);
    if (next === undefined) return false;
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
    return true;
  }

  #named(
    rows: readonly HTMLElement[][],
    at: number,
    { key, timeStamp }: KeyboardEvent,
  ): HTMLElement | undefined {
    const goesOn = timeStamp - this.#typedAt < sameNameMs;
    this.#typed = (goesOn ? this.#typed : '') + key.toLocaleLowerCase();
    this.#typedAt = timeStamp;
    // The same letter again is the next of those that begin with it.
    const isOneLetter = [...this.#typed].every((letter) => letter === this.#typed[0]);
    const wanted = isOneLetter ? (this.#typed[0] ?? '') : this.#typed;
    const first = isOneLetter ? at + 1 : at;
    const inTurn = [...rows.slice(first), ...rows.slice(0, first)];
    return inTurn.find((row) => nameOf(row[0]).startsWith(wanted))?.[0];
  }

  #items(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>('button:not(:disabled)')];
  }

  #rows(): HTMLElement[][] {
    const rows = new Map<Element, HTMLElement[]>();
    for (const item of this.#items()) {
      const around = item.closest('li') ?? this.#list;
      rows.set(around, [...(rows.get(around) ?? []), item]);
    }
    return [...rows.values()];
  }
}

interface Place {
  /** Index of the row. */
  at: number;
  column: number;
}

function placeOf(item: EventTarget | null, rows: readonly HTMLElement[][]): Place {
  const at = rows.findIndex((row) => row.some((one) => one === item));
  return { at, column: rows[at]?.findIndex((one) => one === item) ?? -1 };
}

/** A shorter row ends before it. */
function inColumn(row: HTMLElement[] | undefined, column: number): HTMLElement | undefined {
  return row?.[Math.min(column, row.length - 1)];
}

function nextFor(
  key: string,
  rows: readonly HTMLElement[][],
  { at, column }: Place,
): HTMLElement | undefined {
  const along = inReadingOrder(key, direction());
  if (along !== undefined) return rows[at]?.[column + along];
  if (key === 'ArrowDown') return inColumn(rows[at + 1], column);
  if (key === 'ArrowUp') return inColumn(rows[at - 1], column);
  if (key !== 'Home' && key !== 'End') return undefined;
  const isOneLine = rows.length === 1;
  if (isOneLine) return key === 'Home' ? rows[0]?.[0] : rows[0]?.at(-1);
  return inColumn(key === 'Home' ? rows[0] : rows.at(-1), column);
}

function nameOf(item: HTMLElement | undefined): string {
  const named = item?.closest<HTMLElement>('[data-name]');
  return named?.dataset.name?.toLocaleLowerCase() ?? '';
}
