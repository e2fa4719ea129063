import { characterAt, characterBefore, isBlank, isInWord } from './characters.ts';
import { InlineBuilder } from './inline-builder.ts';
import type { Emphasis } from './inline-builder.ts';
import { readAddress, readNamedLink } from './links.ts';
import type { Inline, Mentionable } from './text-tree.ts';

const interesting = /`+|\*+|_+|~+|@|\[|\n+|https?:\/\/|mailto:|www\./gi;
const username = /@([a-z0-9_.-]{3,32})/iy;

/**
 * Text within a line or several: emphasis, code, links, mentions. Emphasis and code end with their
 * line. What is not understood stays as it was written. Takes time in proportion to the text.
 */
export function parseInline(source: string, mentionable: Mentionable): Inline[] {
  const builder = new InlineBuilder();
  let position = 0;
  interesting.lastIndex = 0;
  for (;;) {
    interesting.lastIndex = position;
    const found = interesting.exec(source);
    if (!found) break;
    builder.text(source.slice(position, found.index));
    position = read(builder, source, found, mentionable);
  }
  builder.text(source.slice(position));
  return builder.finish();
}

/** Takes what begins at the match, or the match itself as text; answers where to go on. */
function read(
  builder: InlineBuilder,
  source: string,
  { 0: mark, index }: RegExpExecArray,
  mentionable: Mentionable,
): number {
  const literal = (text: string) => {
    builder.text(text);
    return index + text.length;
  };
  // Nothing is escaped away: a backslash stays, and takes the mark behind it its meaning.
  const before = characterBefore(source, index);
  if (before === '\\') return literal(mark);
  switch (mark.charAt(0)) {
    case '\n':
      builder.endLine();
      return literal(mark);
    case '`':
      return readCode(builder, source, index, mark) ?? literal(mark);
    case '@':
      return readMention(builder, source, index, mentionable) ?? literal(mark);
    case '*':
    case '_':
    case '~':
      return readEmphasis(builder, source, index, mark) ?? literal(mark);
    default: {
      if (mark !== '[' && isInWord(before)) return literal(mark);
      const link = mark === '[' ? readNamedLink(source, index) : readAddress(source, index);
      if (!link) return literal(mark);
      const { text, address, end } = link;
      if (address === null) builder.text(text);
      else builder.add({ kind: 'link', text, address });
      return end;
    }
  }
}

/** As many backticks as it begins with end it. */
function readCode(
  builder: InlineBuilder,
  source: string,
  index: number,
  mark: string,
): number | null {
  const start = index + mark.length;
  const runs = /`+|\n/g;
  runs.lastIndex = start;
  for (let run = runs.exec(source); run && run[0] !== '\n'; run = runs.exec(source)) {
    if (run[0].length !== mark.length) continue;
    builder.add({ kind: 'code', text: source.slice(start, run.index) });
    return runs.lastIndex;
  }
  return null;
}

function readMention(
  builder: InlineBuilder,
  source: string,
  index: number,
  mentionable: Mentionable,
): number | null {
  const before = characterBefore(source, index);
  if (before === '@' || isInWord(before)) return null;
  username.lastIndex = index;
  const written = username.exec(source)?.[1];
  if (written === undefined) return null;
  // A full stop may be part of a name, or end the sentence.
  const names = [written, written.replace(/[._-]+$/, '')];
  const name = names.find((one) => mentionable.has(one.toLowerCase()));
  if (name === undefined) return null;
  builder.add({ kind: 'mention', text: `@${name}`, username: name.toLowerCase() });
  return index + 1 + name.length;
}

function readEmphasis(
  builder: InlineBuilder,
  source: string,
  index: number,
  mark: string,
): number | null {
  const emphases = emphasesOf(mark);
  if (!emphases) return null;
  const before = characterBefore(source, index);
  const after = characterAt(source, index + mark.length);
  builder.mark(emphases, {
    canOpen: !isInWord(before) && !isBlank(after) && !/[)\]},.;:!?]/.test(after),
    canClose: !isInWord(after) && !isBlank(before) && !/[([{]/.test(before),
  });
  return index + mark.length;
}

function emphasesOf(mark: string): Emphasis[] | null {
  if (mark === '~~') return [{ kind: 'strike', mark }];
  if (mark.startsWith('~') || mark.length > 3) return null;
  const sign = mark.charAt(0);
  const bold: Emphasis = { kind: 'bold', mark: sign.repeat(2) };
  const italic: Emphasis = { kind: 'italic', mark: sign };
  return [[italic], [bold], [bold, italic]][mark.length - 1] ?? null;
}
