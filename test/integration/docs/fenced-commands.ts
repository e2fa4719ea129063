import { readFileSync } from 'node:fs';
import path from 'node:path';

const repository = path.resolve(import.meta.dirname, '../../..');

export interface CommandBlock {
  /** The lines of a fenced block of `sh`, without comments. */
  commands: string[];
  /** Why no test runs it; null where one does. */
  leftOut: string | null;
}

/** The blocks of commands on a page; one that is left out has `<!-- not run: REASON -->` before it. */
export function commandBlocks(page: string): CommandBlock[] {
  const text = readFileSync(path.join(repository, page), 'utf8');
  const block = /(?:<!-- not run: ([^]*?) -->\s*)?^```sh\n([^]*?)^```$/gm;
  return [...text.matchAll(block)].map(([, reason, content = '']) => ({
    leftOut: reason ?? null,
    commands: content
      .split('\n')
      .map((line) => line.replace(/ +#.*$/, '').trim())
      .filter((line) => line !== ''),
  }));
}
