import type { en } from './en/index.ts';
import type { Language, PluralForms } from './languages.ts';
import type { PlaceholdersOf } from './placeholders.ts';

type English = typeof en;
export type TextKey = keyof English;

/** All texts in one language. */
export type Catalogue<L extends Language> = {
  [K in TextKey]: English[K] extends string ? string : Record<PluralForms[L], string>;
};

export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** The same, whichever the language is. */
export type AnyCatalogue = Record<TextKey, string | Forms>;

/** What a text must be given. */
export type Parameters<K extends TextKey> = [PlaceholdersOf<English[K]>] extends [never]
  ? []
  : [parameters: Record<PlaceholdersOf<English[K]>, string | number>];

/** A text that is said later, perhaps in another process: in whichever language is then spoken. */
export interface Words {
  key: TextKey;
  parameters?: Record<string, string | number>;
}

export function words<K extends TextKey>(key: K, ...[parameters]: Parameters<K>): Words {
  return parameters === undefined ? { key } : { key, parameters };
}
