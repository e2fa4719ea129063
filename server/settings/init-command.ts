import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { stringify } from 'smol-toml';
import type { Command } from '../commands/command.ts';
import { helpOption, readOptions } from '../commands/options.ts';
import type { Options } from '../commands/options.ts';
import { databaseFileName } from '../db/data-folder.ts';
import { jsonOption } from '../keys/key-arguments.ts';
import { write } from '../keys/standard-output.ts';
import { StartupError } from '../startup-error.ts';
import { configFileName } from './config-file.ts';
import { addressSettings, dataSettings, settings } from './declared.ts';
import { EffectiveSettings } from './effective.ts';
import { asOptions } from './options.ts';

const options = {
  ...asOptions({ ...addressSettings, data: dataSettings.data }),
  config: {
    value: 'FILE',
    says: 'where the configuration file is to be (default server.toml in the data folder)',
  },
  ...jsonOption,
  ...helpOption,
} as const satisfies Options;

const asked = ['name', 'host', 'port', 'registration'] as const;
type Answers = Partial<Record<(typeof asked)[number], string>>;

export const initCommand: Command = {
  name: 'init',
  words: [],
  summary: 'make the data folder and the configuration file of a new server',
  about: `Makes the data folder and the configuration file of a new server, and says what to do next. On a
    terminal it asks for what no flag says. What is there already is never overwritten.`,
  groups: [{ title: '', options }],
  run: init,
};

async function init(argv: readonly string[]): Promise<void> {
  const { values } = readOptions(options, argv);
  const { config: namedConfig, ...flags } = values;
  // Neither a configuration file nor the environment says anything about a server to be made.
  const { data } = new EffectiveSettings({ ...flags }, { FUTURE_TALK_CONFIG: '' });
  const config = resolve(namedConfig ?? join(data, configFileName));
  requireNew(config, join(data, databaseFileName));
  const isAsking = values.json !== true && process.stdin.isTTY && process.stdout.isTTY;
  const answers = isAsking ? await ask(flags) : flags;
  const content = configContent(answers, config === join(data, configFileName) ? null : data);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  mkdirSync(dirname(config), { recursive: true });
  writeFileSync(config, content, { mode: 0o600, flag: 'wx', flush: true });
  await write(
    values.json === true
      ? `${JSON.stringify({ event: 'initialised', data, config })}\n`
      : nextSteps(data, config),
  );
}

function requireNew(...files: readonly string[]): void {
  const present = files.find((file) => existsSync(file));
  if (present !== undefined) throw new StartupError(`${present} is there already`);
}

/** Asks on the terminal for what was not given; an empty answer is the default. */
async function ask(given: Answers): Promise<Answers> {
  const answers: Answers = { ...given };
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    for (const name of asked) {
      if (given[name] !== undefined) continue;
      const { says, otherwise } = settings[name];
      const answer = (await terminal.question(`${name}: ${says} [${otherwise}] `)).trim();
      if (answer !== '') answers[name] = answer;
    }
  } finally {
    terminal.close();
  }
  return answers;
}

/** @throws StartupError for an answer that means nothing. */
function configContent(answers: Answers, data: string | null): string {
  const lines = asked.flatMap((name) => {
    const { says, otherwise } = settings[name];
    const answer = answers[name];
    const comment = `# ${says} (default ${otherwise})`;
    if (answer === undefined) return [comment, `#${name} =`, ''];
    const value = settings[name].read(answer, `--${name}`);
    return [comment, stringify({ [name]: value }).trim(), ''];
  });
  const place = data === null ? [] : [stringify({ data }).trim(), ''];
  return [
    '# What a server of Future Talk does; "config --help" lists all settings.',
    '',
    ...place,
    ...lines,
  ].join('\n');
}

function nextSteps(data: string, config: string): string {
  const isInside = config === join(data, configFileName);
  const where = isInside ? `--data ${quoted(data)}` : `--config ${quoted(config)}`;
  return `The data folder is ${data}, the configuration ${config}.

Next:
  future-talk-server user add NAME ${where}    the first account administers the server
  future-talk-server doctor ${where}           looks whether all is well on this computer
  future-talk-server serve ${where}            serves
  future-talk-server invite ${where}           makes a link that lets people in
`;
}

function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : JSON.stringify(path);
}
