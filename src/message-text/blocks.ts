import { parseInline } from './inline.ts';
import type { Block, ListItem, Mentionable } from './text-tree.ts';

const fence = /^ {0,3}```[\w+#.-]*\s*$/;
const fenceEnd = /^ {0,3}```\s*$/;
const quoted = /^ {0,3}>(?: |$|(?=>))/;
const item = /^( {0,12})(?:([-*])|(\d{1,9}[.)])) +(\S.*)$/;
const quotesMax = 3;
const levelMax = 3;

/**
 * A message's text in paragraphs, code, quotes and lists. What is not understood stays as it was
 * written; a text without any of these is one paragraph with every character of it.
 */
export function parseBlocks(source: string, mentionable: Mentionable): Block[] {
  return new BlockReader(source.split('\n'), mentionable, 0).read();
}

class BlockReader {
  readonly #lines: readonly string[];
  readonly #mentionable: Mentionable;
  readonly #quotes: number;
  readonly #blocks: Block[] = [];
  #paragraph: string[] = [];
  /** The last line that could end a block of code: looked for once, however many begin. */
  readonly #lastFenceEnd: number;

  constructor(lines: readonly string[], mentionable: Mentionable, quotes: number) {
    this.#lines = lines;
    this.#mentionable = mentionable;
    this.#quotes = quotes;
    this.#lastFenceEnd = lines.findLastIndex((line) => fenceEnd.test(line));
  }

  read(): Block[] {
    for (let index = 0; index < this.#lines.length;) {
      const end = this.#line(index) === '' ? null : this.#blockAt(index);
      if (end === null) this.#paragraph.push(this.#lines[index] ?? '');
      index = end ?? index + 1;
    }
    this.#endParagraph(this.#blocks.length > 0);
    return this.#blocks;
  }

  /** Where the block that begins here ends; null for a line of a paragraph. */
  #blockAt(index: number): number | null {
    return this.#code(index) ?? this.#quote(index) ?? this.#list(index);
  }

  #code(start: number): number | null {
    if (start >= this.#lastFenceEnd || !fence.test(this.#line(start))) return null;
    let end = start + 1;
    while (!fenceEnd.test(this.#line(end))) end += 1;
    this.#add({ kind: 'code', text: this.#lines.slice(start + 1, end).join('\n') });
    return end + 1;
  }

  #quote(start: number): number | null {
    if (this.#quotes >= quotesMax) return null;
    const end = this.#runOf(quoted, start);
    if (end === start) return null;
    const lines = this.#lines.slice(start, end).map((line) => line.replace(quoted, ''));
    const inner = new BlockReader(lines, this.#mentionable, this.#quotes + 1);
    this.#add({ kind: 'quote', blocks: inner.read() });
    return end;
  }

  #list(start: number): number | null {
    const end = this.#runOf(item, start);
    if (end === start) return null;
    const items = this.#lines.slice(start, end).map((line) => this.#item(line));
    this.#add({ kind: 'list', items });
    return end;
  }

  #item(line: string): ListItem {
    const [, indent = '', , number, text = ''] = item.exec(line) ?? [];
    return {
      number: number ?? null,
      level: Math.min(levelMax, Math.floor(indent.length / 2)),
      parts: parseInline(text, this.#mentionable),
    };
  }

  #runOf(pattern: RegExp, start: number): number {
    let end = start;
    while (end < this.#lines.length && pattern.test(this.#line(end))) end += 1;
    return end;
  }

  #line(index: number): string {
    return this.#lines[index] ?? '';
  }

  #add(block: Block): void {
    this.#endParagraph(true);
    this.#blocks.push(block);
  }

  /** Beside another block, the blank lines around a paragraph are what keeps the two apart. */
  #endParagraph(isBesideAnother: boolean): void {
    const lines = this.#paragraph;
    this.#paragraph = [];
    const from = isBesideAnother ? lines.findIndex((line) => line.trim() !== '') : 0;
    const to = isBesideAnother ? lines.findLastIndex((line) => line.trim() !== '') : lines.length;
    const text = lines.slice(Math.max(from, 0), to + 1).join('\n');
    if (text === '') return;
    this.#blocks.push({ kind: 'paragraph', parts: parseInline(text, this.#mentionable) });
  }
}
