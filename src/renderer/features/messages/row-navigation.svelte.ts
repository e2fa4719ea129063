import type { MessageActions } from './message-actions.state.svelte.ts';
import { rowSelector } from './row-geometry.ts';
import type { TimelineEntry } from './timeline-entry.svelte.ts';

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

  /** The key of that one of the entries with rows to which Tab leads. */
  currentAmong(shown: readonly TimelineEntry[]): string | undefined {
    return shown.some(({ key }) => key === this.#key)
      ? (this.#key ?? undefined)
      : shown.at(-1)?.key;
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
    const next = { ArrowUp: index - 1, ArrowDown: index + 1 }[event.key];
    if (next !== undefined) {
      rows[next]?.focus();
      rows[next]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Home' || event.key === 'End') {
      void this.#actions.list?.goToEnd(event.key === 'Home' ? 'first' : 'newest');
    } else if (event.key === 'PageUp' || event.key === 'PageDown') {
      this.#actions.list?.page(event.key === 'PageUp' ? -1 : 1);
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
