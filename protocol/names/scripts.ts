/**
 * Scripts that one word may mix, as people write them; digits and marks belong to every script.
 * Anything else that is mixed is how one name is made to look like another.
 */
const mixtures = [
  /^[\p{Script=Latin}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Bopomofo}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hangul}]*$/u,
];
const ofOneScript = [
  'Cyrillic',
  'Greek',
  'Armenian',
  'Hebrew',
  'Arabic',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Thai',
  'Lao',
  'Tibetan',
  'Myanmar',
  'Georgian',
  'Ethiopic',
  'Khmer',
].map((script) => new RegExp(`^\\p{Script=${script}}*$`, 'u'));

/** The letters of a word that tell its script. */
export function scriptLettersOf(word: string): string {
  return word.normalize('NFC').replaceAll(/[\p{Script=Common}\p{Script=Inherited}]/gu, '');
}

/** Whether these letters are of one script, or of several that people write together. */
export function belongTogether(letters: string): boolean {
  return [...mixtures, ...ofOneScript].some((kind) => kind.test(letters));
}
