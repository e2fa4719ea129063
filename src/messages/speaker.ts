import type { AnyCatalogue, Forms, Parameters, TextKey, Words } from './catalogue.ts';
import { en } from './en/index.ts';
import { isolate } from './isolate.ts';
import { languages } from './languages.ts';
import type { Language } from './languages.ts';

type Values = Record<string, string | number>;

/** Says texts in one language. */
export class Speaker {
  readonly language: Language;
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  readonly #catalogue: AnyCatalogue;
  /** Made when the first text needs them: that takes longer than all else here. */
  #pluralRules: Intl.PluralRules | null = null;
  #numberFormat: Intl.NumberFormat | null = null;

  constructor(language: Language, catalogue: AnyCatalogue) {
    const { locale, direction } = languages[language];
    this.language = language;
    this.locale = locale;
    this.direction = direction;
    this.#catalogue = catalogue;
  }

  /** The text for a key; `count` chooses between plural forms. */
  t<K extends TextKey>(key: K, ...[parameters]: Parameters<K>): string {
    return this.#fill(this.#catalogue[key], parameters ?? {});
  }

  say({ key, parameters }: Words): string {
    return this.#fill(this.#catalogue[key], parameters ?? {});
  }

  #fill(text: string | Forms, values: Values): string {
    const template = typeof text === 'string' ? text : this.#chooseForm(text, values['count']);
    return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? '';
      return typeof value === 'number' ? this.#formatNumber(value) : isolate(value, this.direction);
    });
  }

  #chooseForm(forms: Forms, count: string | number | undefined): string {
    this.#pluralRules ??= new Intl.PluralRules(this.locale);
    return forms[this.#pluralRules.select(Number(count))] ?? forms.other;
  }

  #formatNumber(value: number): string {
    this.#numberFormat ??= new Intl.NumberFormat(this.locale);
    return this.#numberFormat.format(value);
  }
}

export const englishSpeaker = new Speaker('en', en);
