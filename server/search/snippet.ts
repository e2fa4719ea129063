import type { SnippetPart } from '#protocol/search.ts';
import { findPhrases } from './search-query.ts';
import type { Phrase, Span } from './search-query.ts';
import { tokenize } from './text-tokens.ts';
import type { Token } from './text-tokens.ts';

/** In UTF-16 units: about two lines of a narrow list. */
const snippetMax = 160;
/** How much of what stands before the first match is shown. */
const leadMax = 40;

/** An excerpt around the first match; null when the text does not hold every phrase. */
export function makeSnippet(text: string, phrases: readonly Phrase[]): SnippetPart[] | null {
  const tokens = tokenize(text);
  const spans = findPhrases(tokens, phrases);
  if (spans === null) return null;
  const composed = text.normalize('NFC');
  const excerpt = excerptOf(composed, tokens, spans[0]?.start ?? 0);
  const parts = [...partsOf(composed, merge(spans), excerpt)];
  if (excerpt.start > 0) parts.unshift({ text: '…', is_match: false });
  if (excerpt.end < composed.length) parts.push({ text: '…', is_match: false });
  return join(parts);
}

function excerptOf(text: string, tokens: readonly Token[], matchStart: number): Span {
  if (text.length <= snippetMax) return { start: 0, end: text.length };
  const begin = beginOf(tokens, matchStart);
  const latest = begin + snippetMax;
  if (latest >= text.length) return { start: begin, end: text.length };
  const lastWhole = tokens.findLast((token) => token.start > matchStart && token.end <= latest);
  return { start: begin, end: lastWhole?.end ?? wholeCharacter(text, latest) };
}

/** The first word that is not too long before the match, which is one itself. */
function beginOf(tokens: readonly Token[], matchStart: number): number {
  const earliest = matchStart - leadMax;
  if (earliest <= 0) return 0;
  return tokens.find(({ start }) => start >= earliest)?.start ?? matchStart;
}

/** Not between the halves of a character. */
function wholeCharacter(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at;
}

/** Spans without overlaps, in order. */
function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const { start, end } of spans) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

function* partsOf(text: string, spans: readonly Span[], { start, end }: Span) {
  let at = start;
  for (const span of spans) {
    const matchStart = Math.max(span.start, start);
    const matchEnd = Math.min(span.end, end);
    if (matchStart >= matchEnd) continue;
    yield { text: text.slice(at, matchStart), is_match: false };
    yield { text: text.slice(matchStart, matchEnd), is_match: true };
    at = matchEnd;
  }
  yield { text: text.slice(at, end), is_match: false };
}

/** Line breaks would tear a list of results apart. */
function join(parts: readonly SnippetPart[]): SnippetPart[] {
  const joined: SnippetPart[] = [];
  for (const { text, is_match } of parts) {
    const line = text.replace(/\s+/gu, ' ');
    const last = joined.at(-1);
    if (last?.is_match === is_match) last.text += line;
    else if (line !== '') joined.push({ text: line, is_match });
  }
  return joined;
}
