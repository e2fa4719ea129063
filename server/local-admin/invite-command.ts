import type { Command } from '../commands/command.ts';
import { readOptions } from '../commands/options.ts';
import type { Options } from '../commands/options.ts';
import { write } from '../keys/standard-output.ts';
import { StartupError } from '../startup-error.ts';
import { accountGroups, accountOptions, checked, withContext } from './command-context.ts';
import { operations } from './operations.ts';
import { runOperation } from './run-operation.ts';

const ownOptions = {
  uses: { value: 'NUMBER', says: 'how many accounts may be made with it (default any number)' },
  expires: {
    value: 'TIME',
    says: 'how long it is good for, such as 30m, 12h or 7d (default for ever)',
  },
} as const satisfies Options;

export const inviteCommand: Command = {
  name: 'invite',
  words: [],
  summary: 'make a link that lets people in',
  about: `Makes an invite link, which opens the app, names the server's addresses and its key, and lets
    its holder make an account. Also while the server runs. On a server without accounts, the first to
    use it administers the server.`,
  groups: accountGroups(ownOptions),
  run: invite,
};

async function invite(argv: readonly string[]): Promise<void> {
  const { values } = readOptions({ ...accountOptions, ...ownOptions }, argv);
  const { shape } = operations.invite;
  const bounds = {
    ...(values.uses !== undefined && {
      max_uses: checked('--uses', shape.max_uses.unwrap(), Number(values.uses)),
    }),
    ...(values.expires !== undefined && {
      expires_in: checked('--expires', shape.expires_in.unwrap(), seconds(values.expires)),
    }),
  };
  const made = await withContext(values, (context) =>
    runOperation('invite', bounds, { ...context, mayBegin: true }),
  );
  await write(
    values.json === true
      ? `${JSON.stringify({ event: 'invited', ...made })}\n`
      : `${made.link}\n\nOr by hand: the code ${made.code}\n`,
  );
}

const unitSeconds: Record<string, number> = { m: 60, h: 3_600, d: 86_400 };

function seconds(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count === undefined) {
    throw new StartupError(`--expires takes a time such as 30m, 12h or 7d, not "${text}"`);
  }
  return Number(count) * (unitSeconds[unit] ?? 1);
}
