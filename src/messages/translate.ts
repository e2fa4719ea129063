import type { PluralForms, TranslatedLanguage } from './languages.ts';
import type { Placeholders, PlaceholdersOf } from './placeholders.ts';

type Texts = Record<string, string | object>;

type Shape<L extends TranslatedLanguage, English extends Texts> = {
  [K in keyof English]: English[K] extends string ? string : Record<PluralForms[L], string>;
};

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** A form such as “one” may say the count in a word; nothing else may be left out or added. */
type FormIsRight<Wanted, Form> = Same<
  Exclude<Wanted, 'count'>,
  Exclude<Placeholders<Form>, 'count'>
>;

type Checked<English extends Texts, Given> = {
  [K in keyof Given]: K extends keyof English
    ? Given[K] extends string
      ? Same<PlaceholdersOf<English[K]>, Placeholders<Given[K]>> extends true
        ? Given[K]
        : ['The placeholders are not those of the English text', PlaceholdersOf<English[K]>]
      : {
          [F in keyof Given[K]]: FormIsRight<PlaceholdersOf<English[K]>, Given[K][F]> extends true
            ? Given[K][F]
            : ['The placeholders are not those of the English text', PlaceholdersOf<English[K]>];
        }
    : never;
};

/**
 * Texts of a feature in another language: `translate<'de', typeof english>()({ … })`. A missing or
 * unknown key, a missing plural form, and another placeholder than the English text has are type
 * errors.
 */
export function translate<L extends TranslatedLanguage, English extends Texts>() {
  return <const Given extends Shape<L, English>>(texts: Given & Checked<English, Given>): Given =>
    texts;
}
