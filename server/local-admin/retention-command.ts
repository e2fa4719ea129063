import { conversationId as conversationIdSchema } from '#protocol/identifiers.ts';
import { keepDays } from '#protocol/retention.ts';
import type { Retention, RetentionRule } from '#protocol/retention.ts';
import type { Command } from '../commands/command.ts';
import { readOptions } from '../commands/options.ts';
import type { Options } from '../commands/options.ts';
import { write } from '../keys/standard-output.ts';
import { accountGroups, accountOptions, checked, withContext } from './command-context.ts';
import { runOperation } from './run-operation.ts';

const ownOptions = {
  keep: {
    value: 'DAYS',
    says: 'how many days messages and files are kept; "forever", or for a conversation "as-server"',
  },
  conversation: { value: 'ID', says: 'in this conversation only (default in all without a rule)' },
  confirm: { says: 'messages may go for good by the new rule' },
} as const satisfies Options;

export const retentionCommand: Command = {
  name: 'retention',
  words: [],
  summary: 'say for how long messages are kept, or change it',
  about: `Says for how many days messages and their files are kept, in general and in conversations that
    have a rule of their own. With --keep it changes that: older messages are removed for good, by the
    server in the background, and people see in a conversation for how long messages are kept there.
    Where messages would go at once it says how many, and does nothing without --confirm. Also while
    the server runs.`,
  groups: accountGroups(ownOptions),
  run: retention,
};

async function retention(argv: readonly string[]): Promise<void> {
  const { values } = readOptions({ ...accountOptions, ...ownOptions }, argv);
  const rule = ruleFrom(values.keep, values.conversation);
  const rules = await withContext(values, (context) =>
    rule === null
      ? runOperation('retention', {}, context)
      : runOperation('set-retention', { ...rule, is_confirmed: values.confirm ?? false }, context),
  );
  await write(
    values.json === true
      ? `${JSON.stringify({ event: 'retention', ...rules })}\n`
      : `${describe(rules).join('\n')}\n`,
  );
}

function ruleFrom(
  keep: string | undefined,
  conversation: string | undefined,
): RetentionRule | null {
  const id =
    conversation === undefined
      ? undefined
      : checked('--conversation', conversationIdSchema, conversation);
  if (keep === undefined) return null;
  return { keep_days: daysFrom(keep, id !== undefined), ...(id && { conversation_id: id }) };
}

function daysFrom(keep: string, isOfOne: boolean): RetentionRule['keep_days'] {
  if (keep === 'forever') return null;
  if (keep === 'as-server' && isOfOne) return 'as_server';
  return checked('--keep', keepDays, Number(keep));
}

function describe({ keep_days, conversations }: Retention): string[] {
  return [
    `Messages are kept ${describeDays(keep_days)}.`,
    ...conversations.map(
      (one) => `In the conversation ${one.conversation_id}: ${describeDays(one.keep_days)}.`,
    ),
  ];
}

function describeDays(days: number | null): string {
  if (days === null) return 'for ever';
  return days === 1 ? 'for a day' : `for ${String(days)} days`;
}
