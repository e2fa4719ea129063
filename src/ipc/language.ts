import { z } from 'zod';
import { languageCodes } from '#messages/languages.ts';
import type { Language } from '#messages/languages.ts';
import { defineCall } from './call.ts';

/** Null: as the operating system has it. */
export const languageChoice = z.enum(languageCodes).nullable();

export interface LanguageState {
  language: Language;
  /** What the person chose; null for the system's. */
  choice: Language | null;
  systemLanguage: Language;
}

export const languageCalls = {
  getLanguage: defineCall<LanguageState>()(z.undefined()),
  chooseLanguage: defineCall<void>()(z.object({ choice: languageChoice })),
};

export interface LanguageEvents {
  languageChanged: LanguageState;
}
