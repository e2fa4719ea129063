import type { emojiCalls } from '#ipc/emoji.ts';
import type { SettingsFile } from '../settings-file.ts';
import type { Handlers } from './handlers.ts';

export function createEmojiHandlers(
  settings: Pick<SettingsFile, 'current' | 'change'>,
): Handlers<keyof typeof emojiCalls> {
  return {
    getEmojiChoices: () => settings.current.emoji,
    setEmojiChoices: (emoji) => settings.change({ emoji }),
  };
}
