import type { languageCalls } from '#ipc/language.ts';
import type { AppLanguage } from '../language/app-language.ts';
import type { Handlers } from './handlers.ts';

export function createLanguageHandlers(
  language: AppLanguage,
): Handlers<keyof typeof languageCalls> {
  return {
    getLanguage: () => language.state,
    chooseLanguage: ({ choice }) => language.choose(choice),
  };
}
