import type { Command } from './command.ts';
import type { Option, Options } from './options.ts';

const lineCharacters = 100;
const textAt = 27;

/** What `--help` says of a command. */
export function helpOf(command: Command, program: string): string {
  const usage = [`Usage: ${program}`, command.name, ...command.words, '[options]'].join(' ');
  const groups = command.groups.map(({ title, options }) => {
    const lines = optionLines(options);
    return title === '' ? lines : `${wrapped(`${title}:`)}\n${lines}`;
  });
  return [usage, ...paragraphs(command.about), ...groups].join('\n\n') + '\n';
}

/** A list of names with what is said of each, in two columns. */
export function columns(rows: readonly (readonly [name: string, says: string])[]): string {
  return rows.map(([name, says]) => row(name, says)).join('\n');
}

/** As it is typed: `--port NUMBER`, `--no-announce`. */
export function typed(name: string, { value, isOnByDefault }: Option): string {
  const flag = isOnByDefault === true ? `--no-${name}` : `--${name}`;
  return value === undefined ? flag : `${flag} ${value}`;
}

function optionLines(options: Options): string {
  return columns(Object.entries(options).map(([name, each]) => [typed(name, each), each.says]));
}

function paragraphs(text: string): string[] {
  return text
    .trim()
    .split('\n\n')
    .map((each) => wrapped(each.replaceAll(/\s+/g, ' ')));
}

function row(name: string, says: string): string {
  const indent = ' '.repeat(textAt);
  const text = wrapped(says, textAt).replaceAll('\n', `\n${indent}`);
  const start = `  ${name}`;
  return start.length < textAt - 1
    ? `${start.padEnd(textAt)}${text}`
    : `${start}\n${indent}${text}`;
}

function wrapped(text: string, indent = 0): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > lineCharacters) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
