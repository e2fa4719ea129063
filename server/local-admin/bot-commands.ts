import type { z } from 'zod';
import { displayName } from '#protocol/accounts.ts';
import { botName, botScopes } from '#protocol/bots.ts';
import type { Bot } from '#protocol/bots.ts';
import { scope } from '#protocol/scopes.ts';
import type { Command } from '../commands/command.ts';
import { readOptions } from '../commands/options.ts';
import type { Options } from '../commands/options.ts';
import { StartupError } from '../startup-error.ts';
import { accountGroups, accountOptions, checked, tell, withContext } from './command-context.ts';
import { runOperation } from './run-operation.ts';

const addOptions = {
  scopes: {
    value: 'LIST',
    says: 'what the token is good for, such as messages:read,messages:write',
  },
  'display-name': { value: 'TEXT', says: 'how people see the bot (default the name)' },
} as const satisfies Options;

const alsoRunning = 'Also while the server runs.';

export const botCommands: readonly Command[] = [
  {
    name: 'bot add',
    words: ['NAME'],
    summary: 'make an account for a program',
    about: `Makes an account for a program, whose username ends in [bot], and shows its token this
      once. The scopes are ${scope.options.join(', ')}. A bot whose token was revoked gets a new
      one. ${alsoRunning}`,
    groups: accountGroups(addOptions),
    run: addBot,
  },
  {
    name: 'bot list',
    words: [],
    summary: 'list the accounts of programs',
    about: `Lists the bots, what their tokens are good for, and when they were here last. ${alsoRunning}`,
    groups: accountGroups({}),
    run: listBots,
  },
  {
    name: 'bot revoke',
    words: ['NAME'],
    summary: 'make a bot’s token worthless, at once',
    about: `Makes a bot's token worthless and closes its connections at once. What it wrote
      stays. ${alsoRunning}`,
    groups: accountGroups({}),
    run: revokeBot,
  },
];

async function addBot(argv: readonly string[]): Promise<void> {
  const { values, words } = readOptions({ ...accountOptions, ...addOptions }, argv, 1);
  const name = nameFrom(words);
  const scopes = scopesFrom(values.scopes);
  const shown = values['display-name'];
  const display_name =
    shown === undefined ? undefined : checked('--display-name', displayName, shown);
  const made = await withContext(values, (context) =>
    runOperation('add-bot', { name, display_name, scopes }, { ...context, mayBegin: true }),
  );
  await tell(values, { event: 'bot-added', ...made }, [
    `There is a bot ${made.bot.user.username}.`,
    `Its token, which is shown this once: ${made.token}`,
  ]);
}

async function listBots(argv: readonly string[]): Promise<void> {
  const { values } = readOptions(accountOptions, argv);
  const bots = await withContext(values, (context) => runOperation('list-bots', {}, context));
  await tell(values, { event: 'bots', bots }, bots.map(describe));
}

async function revokeBot(argv: readonly string[]): Promise<void> {
  const { values, words } = readOptions(accountOptions, argv, 1);
  const name = nameFrom(words);
  const bot = await withContext(values, (context) => runOperation('revoke-bot', { name }, context));
  await tell(values, { event: 'bot-revoked', bot }, [
    `The token of ${bot.user.username} is good for nothing any more.`,
  ]);
}

function describe({ user, scopes, online, last_seen_at, revoked_at }: Bot): string {
  const seen = online ? 'online' : `seen ${last_seen_at}`;
  const state = revoked_at === null ? seen : `revoked ${revoked_at}`;
  return `${user.username}  ${user.display_name}  ${scopes.join(',')}  ${state}`;
}

/** With or without its mark. */
function nameFrom([name]: readonly string[]): string {
  if (name === undefined) throw new StartupError('Say which bot: NAME');
  return checked('A name', botName, name.replace(/\[bot\]$/, ''));
}

function scopesFrom(list: string | undefined): z.output<typeof botScopes> {
  const known = `The scopes are ${scope.options.join(', ')}`;
  if (list === undefined) throw new StartupError(`Say what it may do: --scopes LIST. ${known}`);
  const { success, data } = botScopes.safeParse(list.split(','));
  if (!success) throw new StartupError(`--scopes takes some of them, each once. ${known}`);
  return data;
}
