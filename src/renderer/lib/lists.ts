import { isolated, perLanguage } from './messages/catalogue.ts';

const formats = perLanguage((locale) => ({
  list: new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' }),
  order: new Intl.Collator(locale),
}));

/** `Anna, Ben, Chidi`, with the language's own signs between them. */
export function listNames(names: readonly string[]): string {
  return formats().list.format(names.map(isolated));
}

/** For sorting names as the language does. */
export function compareNames(first: string, second: string): number {
  return formats().order.compare(first, second);
}
