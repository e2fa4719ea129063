import { tokenize } from './text-tokens.ts';
import type { Token } from './text-tokens.ts';

/** Tokens that stand one after the other; of a prefix, the last one may go on. */
export interface Phrase {
  tokens: string[];
  isPrefix: boolean;
}

/** Where in a text something was found, as tokens' offsets. */
export interface Span {
  start: number;
  end: number;
}

/** A quoted piece, closed or not, or a word; either may end in a star. */
const piece = /"(?<quoted>[^"]*)"?(?<star>\*)?|(?<word>[^\s"]+)/gu;
const curlyQuotes = /[“”„‟«»＂]/gu;

/**
 * Reads what somebody typed. Everything is a word unless it is in quotes; each word must be found,
 * `word*` and the last word also as the beginning of one. A word of several tokens (`e-mail`, and
 * any word of a script without spaces) is a phrase.
 */
export function parseQuery(typed: string): Phrase[] {
  const phrases: Phrase[] = [];
  let isLastOpen = false;
  for (const { groups } of typed.replace(curlyQuotes, '"').matchAll(piece)) {
    const tokens = tokenize(groups?.quoted ?? groups?.word ?? '').map(({ text }) => text);
    if (tokens.length === 0) continue;
    const isPrefix = groups?.star !== undefined || groups?.word?.endsWith('*') === true;
    phrases.push({ tokens, isPrefix });
    isLastOpen = groups?.quoted === undefined;
  }
  const last = phrases.at(-1);
  if (last !== undefined && isLastOpen) last.isPrefix = true;
  return phrases;
}

/** Where each phrase stands in a text, or null unless all of them do. */
export function findPhrases(tokens: readonly Token[], phrases: readonly Phrase[]): Span[] | null {
  const spans: Span[] = [];
  for (const phrase of phrases) {
    const found = tokens.flatMap((_, at) => spanAt(tokens, at, phrase) ?? []);
    if (found.length === 0) return null;
    spans.push(...found);
  }
  return spans.sort((one, other) => one.start - other.start);
}

function spanAt(tokens: readonly Token[], at: number, phrase: Phrase): Span | null {
  const lastIndex = phrase.tokens.length - 1;
  const fits = phrase.tokens.every((wanted, index) => {
    const text = tokens[at + index]?.text;
    return index === lastIndex && phrase.isPrefix
      ? text?.startsWith(wanted) === true
      : text === wanted;
  });
  const first = tokens[at];
  const last = tokens[at + lastIndex];
  return fits && first !== undefined && last !== undefined
    ? { start: first.start, end: last.end }
    : null;
}
