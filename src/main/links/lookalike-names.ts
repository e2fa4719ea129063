import { passesForLatin } from '#protocol/names/look-alikes.ts';
import { belongTogether, scriptLettersOf } from '#protocol/names/scripts.ts';

/**
 * Whether a host's name, in Unicode, could be taken for another one: by a mixture of scripts, or, under a
 * Latin domain, by a word of nothing but letters that look like Latin ones.
 */
export function looksLikeAnother(host: string): boolean {
  const labels = host.split('.');
  const isUnderLatin = /^[a-z0-9-]*$/i.test(labels.at(-1) ?? '');
  return labels.some((label) => {
    const letters = scriptLettersOf(label);
    return !belongTogether(letters) || (isUnderLatin && letters !== '' && passesForLatin(letters));
  });
}
