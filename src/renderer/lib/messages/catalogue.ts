import { en } from './en.ts';

type Catalogue = typeof en;
type TextKey = keyof Catalogue;

type Placeholders<S> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type Template<K extends TextKey> = Catalogue[K] extends { other: infer Other }
  ? Other | 'count {count}'
  : Catalogue[K];
type Parameters<K extends TextKey> = [Placeholders<Template<K>>] extends [never]
  ? []
  : [parameters: Record<Placeholders<Template<K>>, string | number>];

export const locale = 'en-GB';

const pluralRules = new Intl.PluralRules(locale);
const numberFormat = new Intl.NumberFormat(locale);

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

function chooseForm(text: string | Forms, count: unknown): string {
  if (typeof text === 'string') return text;
  return text[pluralRules.select(Number(count))] ?? text.other;
}

/** The text for a key; `count` chooses between plural forms. */
export function t<K extends TextKey>(key: K, ...given: Parameters<K>): string {
  const parameters: Record<string, string | number> = given[0] ?? {};
  return chooseForm(en[key], parameters['count']).replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name] ?? '';
    return typeof value === 'number' ? numberFormat.format(value) : value;
  });
}
