import type { ConversationId } from '#protocol/identifiers.ts';
import type { View } from '../../app/navigation.state.svelte.ts';

/** The parts of the window, in turn, each by what takes the keyboard there; the first that is shown does. */
const parts = [
  '[data-testid=conversation-item][aria-current=true], [data-testid=conversation-item]',
  '[data-testid=message][tabindex="0"]',
  '[data-testid=edit-input], [data-testid=composer-input]',
  'nav button',
];

function shown(selector: string): HTMLElement | undefined {
  const alternatives = selector.split(', ');
  return alternatives
    .flatMap((one) => [...document.querySelectorAll<HTMLElement>(one)])
    .find((element) => element.checkVisibility());
}

/** Takes the keyboard from one part of the window to the next that is there. */
export function focusNextPart(step: 1 | -1): void {
  const there = parts.filter((selector) => shown(selector) !== undefined);
  const active = document.activeElement;
  const current = there.findIndex((selector) => active?.closest(selector) != null);
  const first = step === 1 ? 0 : there.length - 1;
  const next = current === -1 ? first : (current + step + there.length) % there.length;
  const wanted = there[next];
  if (wanted !== undefined) shown(wanted)?.focus();
}

/** At this conversation, or the first. */
export function focusList(id: ConversationId | null): void {
  const item = '[data-testid=conversation-item]';
  const wanted = id === null ? undefined : shown(`${item}[data-conversation-id="${id}"]`);
  (wanted ?? shown(item))?.focus();
}

/** From what was beside the list and has closed, to what leads there. */
export function focusWayTo(view: View): void {
  if (view.name === 'conversation') focusList(view.id);
  else (shown(`nav [data-view="${view.name}"]`) ?? shown('h1'))?.focus();
}

export function focusComposer(): void {
  shown('[data-testid=edit-input], [data-testid=composer-input]')?.focus();
}
