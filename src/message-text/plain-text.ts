import { parseBlocks } from './blocks.ts';
import type { Block, Inline } from './text-tree.ts';

const nobody = new Set<string>();

/**
 * A text in one line without its markup, for previews and quotes.
 * @param readMax nothing that is shown is made of more; the rest need not be read
 */
export function toPlainText(source: string, readMax = 1_000): string {
  return parseBlocks(source.slice(0, readMax), nobody)
    .map((block) => blockText(block))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return inlineText(block.parts);
    case 'code':
      return block.text;
    case 'quote':
      return block.blocks.map((inner) => blockText(inner)).join(' ');
    case 'list':
      return block.items
        .map(({ number, parts }) => `${number ?? '–'} ${inlineText(parts)}`)
        .join(' ');
  }
}

function inlineText(parts: readonly Inline[]): string {
  return parts.map((part) => ('parts' in part ? inlineText(part.parts) : part.text)).join('');
}
