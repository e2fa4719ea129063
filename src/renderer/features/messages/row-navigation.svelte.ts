import type { MessageActions } from './message-actions.state.svelte.ts';
import type { TimelineEntry } from './timeline-entry.svelte.ts';

const rowSelector = '[data-testid=message]';

/**
 * The messages are one stop of the Tab key: the one that the keyboard was at last, at first the
 * newest. The arrow keys go on from there, Enter opens the message's menu, Escape leads back to
 * where one writes, and so does beginning to write.
 */
export class RowNavigation {
  readonly #actions: MessageActions;
  #key = $state<string | null>(null);

  constructor(actions: MessageActions) {
    this.#actions = actions;
  }

  /** Whether Tab leads to this one of the entries that are shown. */
  isCurrent(entry: TimelineEntry, entries: readonly TimelineEntry[]): boolean {
    const current = entries.some(({ key }) => key === this.#key) ? this.#key : entries.at(-1)?.key;
    return entry.key === current;
  }

  focused(entry: TimelineEntry): void {
    this.#key = entry.key;
  }

  openMenu(entry: TimelineEntry, row: HTMLElement, at?: { x: number; y: number }): boolean {
    if (!this.#actions.mayAct(entry)) return false;
    const bubble = row.querySelector<HTMLElement>('[data-bubble]') ?? row;
    const place = at && new DOMRect(at.x, at.y, 0, 0);
    const anchor = place ? { getBoundingClientRect: () => place } : bubble;
    this.#actions.menu = { entry, row, anchor };
    return true;
  }

  /** A key pressed while the message itself, and nothing in it, has the keyboard. */
  keydown(event: KeyboardEvent, entry: TimelineEntry, row: HTMLElement): void {
    if (event.target !== row || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>(rowSelector) ?? [])];
    const index = rows.indexOf(row);
    const next = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: rows.length - 1 }[
      event.key
    ];
    if (next !== undefined) {
      rows[next]?.focus();
      rows[next]?.scrollIntoView({ block: 'nearest' });
    } else if (isMenuKey(event)) {
      if (!this.openMenu(entry, row)) return;
    } else if (event.key === 'Escape') {
      this.#actions.composer?.focus();
    } else {
      // What is typed goes where it belongs.
      if (event.key.length === 1 && event.key !== ' ') this.#actions.composer?.focus();
      return;
    }
    event.preventDefault();
  }
}

function isMenuKey({ key, shiftKey }: KeyboardEvent): boolean {
  return key === 'Enter' || key === 'ContextMenu' || (key === 'F10' && shiftKey);
}
