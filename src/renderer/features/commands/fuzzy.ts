import { computeCommandScore } from 'bits-ui';

/** Without accents, and in small letters. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/**
 * Those that fit what is typed, the best first: its letters stand in one of an item's texts in their
 * order, and rather at the beginnings of words. With nothing typed all fit, in the order given.
 */
export function bestFitting<T>(
  items: readonly T[],
  query: string,
  textsOf: (item: T) => readonly string[],
  max: number,
): T[] {
  const wanted = plain(query.trim());
  if (wanted === '') return items.slice(0, max);
  return items
    .map((item) => ({
      item,
      score: Math.max(...textsOf(item).map((text) => computeCommandScore(plain(text), wanted))),
    }))
    .filter(({ score }) => score > 0)
    .sort((first, second) => second.score - first.score)
    .slice(0, max)
    .map(({ item }) => item);
}
