import type { Attachment } from 'svelte/attachments';

/**
 * For the heading of a screen: it takes the keyboard when the screen comes, so that a screen reader says
 * where one is and Tab begins there. Not where a field of the screen has it.
 */
export const takesArrival: Attachment<HTMLElement> = (heading) => {
  heading.tabIndex = -1;
  const screen = heading.closest('main, section');
  if (screen?.contains(document.activeElement)) return;
  heading.focus({ preventScroll: true });
};

/** For a form that is all of a screen: its first field takes the keyboard. */
export const takesArrivalInField: Attachment<HTMLElement> = (form) => {
  form.querySelector('input')?.focus({ preventScroll: true });
};
