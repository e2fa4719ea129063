/** Puts text into a field as if it had been typed, and the caret behind it. */
export function insertText(
  input: HTMLTextAreaElement,
  text: string,
  from = input.selectionStart,
  to = input.selectionEnd,
): void {
  input.setRangeText(text, from, to, 'end');
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
