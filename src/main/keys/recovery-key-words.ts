import { words } from '#messages/catalogue.ts';
import type { Words } from '#messages/catalogue.ts';

/** What is wrong with a recovery key as it was typed, by a command's sentence; null where nothing is. */
export function wordsForTyping(sentence: string): Words | null {
  const [, expected, typed] = /has (\d+) letters and digits, not (\d+)/.exec(sentence) ?? [];
  if (expected !== undefined && typed !== undefined) {
    return words('failure.recoveryKey.length', { expected, typed });
  }
  const isTypingError = /typing error|only letters and digits/i.test(sentence);
  return isTypingError ? words('failure.recoveryKey.typing') : null;
}
