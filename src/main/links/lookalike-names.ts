import { belongTogether, scriptLettersOf } from '#protocol/names/scripts.ts';

/**
 * Letters of Cyrillic and Greek that look like Latin ones: a name of nothing else, under a Latin
 * domain, is a disguise.
 */
const latinDoubles = /^[асԁеһіјӏорԛѕԝхуъьҽпгѵѡкмтвнαορνικτυχγεηωѐё]*$/u;

/** Whether a host's name, in Unicode, could be taken for another one. */
export function looksLikeAnother(host: string): boolean {
  const labels = host.split('.');
  const isUnderLatin = /^[a-z0-9-]*$/i.test(labels.at(-1) ?? '');
  return labels.some((label) => {
    const letters = scriptLettersOf(label);
    return (
      !belongTogether(letters) || (isUnderLatin && letters !== '' && latinDoubles.test(letters))
    );
  });
}
