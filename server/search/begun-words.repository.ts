import type { ReadHandle } from '../db/handles.ts';
import type { IndexPhrase } from './index-terms.ts';
import type { Phrase } from './search-query.ts';
import { isSingleCharacter } from './text-tokens.ts';

/** To look for one more costs some fifty microseconds, and for all of them at once no more than that each. */
const wordsMax = 128;
/** A letter or two begin thousands of words: it is not worth finding out. */
const tooShort = 2;

// Each look-up passes over all places of the word before. No word has a character as low as the first.
const wordsFrom = `WITH RECURSIVE word (term) AS (
  SELECT (SELECT term FROM message_term WHERE term >= $first AND term < $end LIMIT 1)
  UNION ALL
  SELECT (SELECT term FROM message_term
    WHERE term >= word.term || char(1) AND term < $end LIMIT 1)
  FROM word WHERE word.term IS NOT NULL LIMIT $limit
) SELECT term FROM word WHERE term IS NOT NULL`;

/** The words of the index that begin so; null where they are more than so many. */
function wordsBegunBy(handle: ReadHandle, first: string, max: number): string[] | null {
  const rows = handle.all<{ term: string }>(wordsFrom, {
    first,
    end: `${first}\u{10ffff}`,
    limit: max + 1,
  });
  return rows.length > max ? null : rows.map(({ term }) => term);
}

/**
 * Names the words that a phrase's beginning of a word may be, where they are few. Of named words SQLite reads
 * the newest messages only; for a beginning it gathers all messages of all its words first.
 */
export function nameBegunWords(handle: ReadHandle, phrases: readonly Phrase[]): IndexPhrase[] {
  let left = wordsMax;
  return phrases.map((phrase) => {
    const beginning = phrase.tokens.at(-1);
    if (!phrase.isPrefix || beginning === undefined) return phrase;
    const isTooShort = beginning.length <= tooShort && !isSingleCharacter(beginning);
    const endings = isTooShort ? null : wordsBegunBy(handle, beginning, left);
    if (!isTooShort) left -= endings?.length ?? left;
    return endings === null ? phrase : { ...phrase, endings };
  });
}
