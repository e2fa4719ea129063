import type { Catalogue } from './catalogue.ts';
import type { Language, TranslatedLanguage } from './languages.ts';
import { englishSpeaker, Speaker } from './speaker.ts';

const loaders: { [L in TranslatedLanguage]: () => Promise<Catalogue<L>> } = {
  de: async () => (await import('./de/index.ts')).de,
  es: async () => (await import('./es/index.ts')).es,
  ru: async () => (await import('./ru/index.ts')).ru,
  ar: async () => (await import('./ar/index.ts')).ar,
  zh: async () => (await import('./zh/index.ts')).zh,
};

/** English is always there; the others are files of their own, read when they are chosen. */
export async function loadSpeaker(language: Language): Promise<Speaker> {
  return language === 'en' ? englishSpeaker : new Speaker(language, await loaders[language]());
}
