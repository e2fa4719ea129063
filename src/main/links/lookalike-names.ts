/**
 * Scripts that one name may mix, as people write them; the digits and the hyphen belong to every
 * script. Anything else that is mixed is how one name is made to look like another.
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
    const letters = label
      .normalize('NFC')
      .replaceAll(/[\p{Script=Common}\p{Script=Inherited}]/gu, '');
    const isOfOneKind = [...mixtures, ...ofOneScript].some((kind) => kind.test(letters));
    return !isOfOneKind || (isUnderLatin && letters !== '' && latinDoubles.test(letters));
  });
}
