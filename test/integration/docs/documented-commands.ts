import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { program, typedCommand } from '#server/commands/command-list.ts';
import { helpOption } from '#server/commands/options.ts';

export const repository = path.resolve(import.meta.dirname, '../../..');

export const textOf = (page: string) => readFileSync(path.join(repository, page), 'utf8');

/** Every page of the project, wherever it stands, by its path; not the notes of which CHANGELOG.md is made. */
export function pagesOfTheProject(): string[] {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.md'];
  const files = execFileSync('git', list, { cwd: repository, encoding: 'utf8' }).trim().split('\n');
  return files.filter((file) => !/^changes\/.*\.\w+\.md$/.test(file));
}

export interface CommandBlock {
  /** The lines of a fenced block of `sh`, without comments. */
  commands: string[];
  /** Why no test runs it; null where one does. */
  leftOut: string | null;
}

/** The blocks of commands on a page; one that is left out has `<!-- not run: REASON -->` before it. */
export function commandBlocks(page: string): CommandBlock[] {
  const block = /(?:<!-- not run: ([^]*?) -->\s*)?^```(?:sh|bash|shell|console)\n([^]*?)^```$/gm;
  return [...textOf(page).matchAll(block)].map(([, reason, content = '']) => ({
    leftOut: reason ?? null,
    commands: content
      .split('\n')
      .map((line) => line.replace(/ +#.*$/, '').trim())
      .filter((line) => line !== ''),
  }));
}

/** What a page says behind `beginning`, in a block or within a sentence: up to the end of the command. */
export function saidBehind(page: string, beginning: RegExp): string[] {
  const command = new RegExp(`${beginning.source}([^\`\\n|;#)"]*)`, 'g');
  return [...textOf(page).matchAll(command)].map(([, words = '']) => words.trim());
}

/** The options on a page that the server's program would refuse where they stand. */
export function unknownOptions(page: string): string[] {
  const itself = new RegExp(`(?:${program}|npm run (?:--silent )?serve --) (?=[a-z-])`);
  return saidBehind(page, itself).filter((words) => {
    const { command } = typedCommand(words.split(' '));
    const known = new Set(
      [{ title: '', options: helpOption }, ...command.groups].flatMap(({ options }) =>
        Object.keys(options).flatMap((name) => [`--${name}`, `--no-${name}`]),
      ),
    );
    const options = words.split(/[ =]/).filter((word) => word.startsWith('--'));
    return options.some((option) => !known.has(option));
  });
}
