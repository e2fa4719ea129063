/**
 * The languages that the app speaks. `name` is what the language calls itself; `locale` is what
 * dates and numbers follow. Arabic keeps the digits of addresses, codes and ports everywhere, so
 * that a number never stands on the screen in two scripts.
 */
export const languages = {
  en: { name: 'English', locale: 'en-GB', direction: 'ltr' },
  de: { name: 'Deutsch', locale: 'de', direction: 'ltr' },
  es: { name: 'Español', locale: 'es', direction: 'ltr' },
  ru: { name: 'Русский', locale: 'ru', direction: 'ltr' },
  ar: { name: 'العربية', locale: 'ar-u-nu-latn', direction: 'rtl' },
  zh: { name: '简体中文', locale: 'zh-Hans', direction: 'ltr' },
} as const;

export type Language = keyof typeof languages;
export type TranslatedLanguage = Exclude<Language, 'en'>;

export const languageCodes = Object.keys(languages) as [Language, ...Language[]];

/** The forms that each language has for a count, as `Intl.PluralRules` names them. */
export interface PluralForms {
  en: 'one' | 'other';
  de: 'one' | 'other';
  es: 'one' | 'many' | 'other';
  ru: 'one' | 'few' | 'many' | 'other';
  ar: 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
  zh: 'other';
}

/** The first of the person's languages that the app speaks, given as BCP 47 tags; else English. */
export function languageAmong(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const [subtag = ''] = tag.toLowerCase().split(/[-_]/);
    const spoken = languageCodes.find((code) => code === subtag);
    if (spoken !== undefined) return spoken;
  }
  return 'en';
}
