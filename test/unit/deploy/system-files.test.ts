import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { typedCommand } from '#server/commands/command-list.ts';

const repository = path.resolve(import.meta.dirname, '../../..');

/** The texts of a file of XML by the path of their elements. Throws where tags do not fit. */
function textsOf(file: string): [path: string, text: string][] {
  const content = readFileSync(path.join(repository, 'deploy', file), 'utf8');
  const bare = content.replaceAll(/<[?!][^]*?(?:-->|\?>|>)/g, '');
  const open: string[] = [];
  const texts: [string, string][] = [];
  for (const [, text = '', end, tag = '', isEmpty] of bare.matchAll(
    /([^<]*)<(\/?)(\w+)[^>]*?(\/?)>/g,
  )) {
    if (text.trim() !== '') texts.push([open.join(' '), text.trim()]);
    if (isEmpty === '/') texts.push([[...open, tag].join(' '), '']);
    else if (end === '') open.push(tag);
    else if (open.pop() !== tag) throw new Error(`${file}: </${tag}> ends nothing`);
  }
  expect(open).toEqual([]);
  return texts;
}

/** What is typed behind the program's name serves, by a file of settings. */
function expectServes(words: readonly string[]) {
  expect(typedCommand(words)).toMatchObject({
    command: { name: 'serve' },
    argv: ['--config', expect.anything()],
  });
}

it('launchd’s file starts the program of the package, and again where it fails', () => {
  const texts = textsOf('org.futuretalk.server.plist');
  /** What follows a key, whatever it is. */
  const said = (key: string) => {
    const at = texts.findIndex(([, text]) => text === key);
    const [place = '', text] = texts[at + 1] ?? [];
    return text === '' ? place.split(' ').at(-1) : text;
  };
  expect(said('Label')).toBe('org.futuretalk.server');
  expect(said('UserName')).toBe('_futuretalk');
  expect(said('RunAtLoad')).toBe('true');
  expect(said('KeepAlive')).toBe('SuccessfulExit');
  expect(said('SuccessfulExit')).toBe('false');
  expect(Number(said('Umask'))).toBe(0o077);
  expect(said('SoftResourceLimits')).toBe('NumberOfFiles');
  const words = texts.filter(([place]) => place.endsWith('array string')).map(([, text]) => text);
  const [node, program, ...command] = words;
  expect(node).toMatch(/^\/.*\/node$/);
  expect(program).toMatch(/\/node_modules\/future-talk\/out\/server\/main\.js$/);
  expectServes(command);
});

it('the task of Windows runs at the start as somebody with few rights, and is looked after', () => {
  const said = Object.fromEntries(textsOf('future-talk-server.task.xml'));
  expect(said).toMatchObject({
    'Task Triggers BootTrigger Repetition Interval': 'PT1M',
    'Task Principals Principal UserId': 'S-1-5-19',
    'Task Settings MultipleInstancesPolicy': 'IgnoreNew',
    'Task Settings ExecutionTimeLimit': 'PT0S',
  });
  const words = /^"([^"]+)" (.*)$/.exec(said['Task Actions Exec Arguments'] ?? '') ?? [];
  expect(words[1]).toMatch(/\\node_modules\\future-talk\\out\\server\\main\.js$/);
  expectServes((words[2] ?? '').split(' '));
});
