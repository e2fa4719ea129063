import {
  displayName,
  password as passwordForm,
  username as usernameForm,
} from '#protocol/accounts.ts';
import type { ManagedUser } from '#protocol/admin.ts';
import { newReadableCode } from '../admin/readable-code.ts';
import type { Command } from '../commands/command.ts';
import { readOptions } from '../commands/options.ts';
import type { OptionValues, Options } from '../commands/options.ts';
import { StartupError } from '../startup-error.ts';
import { accountGroups, accountOptions, checked, tell, withContext } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { runOperation } from './run-operation.ts';

/** Eighty bits, for a password that is told once and then changed. */
const passwordCharacters = 16;

const passwordOption = {
  'password-stdin': {
    says: 'the password, on the next line of standard input (default a new one, shown once)',
  },
} as const satisfies Options;

const addOptions = {
  'display-name': { value: 'TEXT', says: 'how others see the person (default the name)' },
  admin: { says: 'an account that administers the server, as the first one always does' },
  ...passwordOption,
} as const satisfies Options;

const alsoRunning = 'Also while the server runs.';

export const userCommands: readonly Command[] = [
  {
    name: 'user add',
    words: ['NAME'],
    summary: 'make an account',
    about: `Makes an account, whatever the server's rules of registration are. ${alsoRunning}`,
    groups: accountGroups(addOptions),
    run: addUser,
  },
  {
    name: 'user disable',
    words: ['NAME'],
    summary: 'shut somebody out, at once',
    about: `Shuts somebody out: their sessions end and their connections close at once. What they
      wrote stays. ${alsoRunning}`,
    groups: accountGroups({}),
    run: (argv) => setDisabled(argv, true),
  },
  {
    name: 'user enable',
    words: ['NAME'],
    summary: 'let somebody in again',
    about: `Lets somebody in again who was shut out. ${alsoRunning}`,
    groups: accountGroups({}),
    run: (argv) => setDisabled(argv, false),
  },
  {
    name: 'user reset-password',
    words: ['NAME'],
    summary: 'give somebody a new password',
    about: `Gives somebody a new password and ends their sessions everywhere. ${alsoRunning}`,
    groups: accountGroups(passwordOption),
    run: resetPassword,
  },
  {
    name: 'user list',
    words: [],
    summary: 'list the accounts',
    about: `Lists the accounts. ${alsoRunning}`,
    groups: accountGroups({}),
    run: listUsers,
  },
];

async function addUser(argv: readonly string[]): Promise<void> {
  const { values, words } = readOptions({ ...accountOptions, ...addOptions }, argv, 1);
  const username = usernameFrom(words);
  const shown = values['display-name'];
  const display_name =
    shown === undefined ? undefined : checked('--display-name', displayName, shown);
  await withContext(values, async (context) => {
    const { password, isNew } = await passwordFor(values, context);
    const user = await runOperation(
      'add-user',
      { username, password, display_name, is_admin: values.admin ?? false },
      { ...context, mayBegin: true },
    );
    const role = user.is_admin ? ', who administers the server' : '';
    await tell(values, { event: 'user-added', user, ...(isNew && { password }) }, [
      `There is an account for ${username}${role}.`,
      ...(isNew ? [passwordLine(password)] : []),
    ]);
  });
}

async function setDisabled(argv: readonly string[], disabled: boolean): Promise<void> {
  const { values, words } = readOptions(accountOptions, argv, 1);
  const username = usernameFrom(words);
  await withContext(values, async (context) => {
    const user = await runOperation('set-disabled', { username, disabled }, context);
    const event = disabled ? 'user-disabled' : 'user-enabled';
    await tell(values, { event, user }, [
      disabled ? `${username} is shut out.` : `${username} may sign in again.`,
    ]);
  });
}

async function resetPassword(argv: readonly string[]): Promise<void> {
  const { values, words } = readOptions({ ...accountOptions, ...passwordOption }, argv, 1);
  const username = usernameFrom(words);
  await withContext(values, async (context) => {
    const { password, isNew } = await passwordFor(values, context);
    await runOperation('reset-password', { username, password }, context);
    await tell(values, { event: 'password-reset', username, ...(isNew && { password }) }, [
      `${username} has a new password and is signed out everywhere.`,
      ...(isNew ? [passwordLine(password)] : []),
    ]);
  });
}

async function listUsers(argv: readonly string[]): Promise<void> {
  const { values } = readOptions(accountOptions, argv);
  const users = await withContext(values, (context) => runOperation('list-users', {}, context));
  await tell(values, { event: 'users', users }, users.map(describe));
}

function describe(user: ManagedUser): string {
  const seen = user.last_seen_at === null ? 'never seen' : `seen ${user.last_seen_at}`;
  const notes = [
    ...(user.is_admin ? ['administrator'] : []),
    ...(user.disabled ? ['disabled'] : []),
    user.online ? 'online' : seen,
  ];
  return `${user.username}  ${user.display_name}  ${notes.join(', ')}`;
}

function usernameFrom([name]: readonly string[]): string {
  if (name === undefined) throw new StartupError('Say whose account: NAME');
  return checked('A name', usernameForm, name);
}

/** Never from an argument: those can be read by every program on the computer. */
async function passwordFor(
  values: OptionValues<typeof passwordOption & typeof accountOptions>,
  { input }: CommandContext,
): Promise<{ password: string; isNew: boolean }> {
  if (values['password-stdin'] !== true) {
    return { password: newReadableCode(passwordCharacters), isNew: true };
  }
  const password = checked('The password', passwordForm, await input.next('password'));
  return { password, isNew: false };
}

function passwordLine(password: string): string {
  return `The password, which is shown this once: ${password}`;
}
