import { unturned } from '#messages/isolate.ts';

const hueCount = 8;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What people call the first character, with no more marks on it than scripts have use for. */
function firstCharacter(word = ''): string {
  const [first] = graphemes.segment(word);
  return first?.segment.replace(/(\p{M}{3})\p{M}+/u, '$1') ?? '';
}

/** One or two letters that stand for a name; what stands behind it in brackets is none of it. */
export function initialsOf(name: string): string {
  const all = unturned(name).trim().split(/\s+/u);
  const named = all.filter((word) => !/^[(（]/u.test(word));
  const words = named.length > 0 ? named : all;
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map(firstCharacter).join('').toLocaleUpperCase();
}

/** The same for the same id on every computer, so that a person keeps their colour. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % hueCount;
}
