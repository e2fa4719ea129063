import type { Conversation } from '#protocol/conversations.ts';
import type { AppState } from './app.ts';
import type { AppearanceChoices } from './appearance.ts';
import type { KeysState } from './keys.ts';
import type { LanguageState } from './language.ts';

/** What the window opens with: everything as it was last, told before the rest of the app is there. */
export interface Opening {
  language: LanguageState;
  appearance: AppearanceChoices;
  keys: KeysState;
  app: AppState;
  /** The first of the list; the others follow from main. */
  conversations: Conversation[];
}
