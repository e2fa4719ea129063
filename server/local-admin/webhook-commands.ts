import { webhookId } from '#protocol/identifiers.ts';
import type { Webhook } from '#protocol/webhooks.ts';
import type { Command } from '../commands/command.ts';
import { readOptions } from '../commands/options.ts';
import { StartupError } from '../startup-error.ts';
import { accountGroups, accountOptions, checked, tell, withContext } from './command-context.ts';
import { runOperation } from './run-operation.ts';

const alsoRunning = 'Also while the server runs.';

export const webhookCommands: readonly Command[] = [
  {
    name: 'webhook list',
    words: [],
    summary: 'list the webhooks of all bots',
    about: `Lists the webhooks that bots have made, and what is wrong with those that go out. ${alsoRunning}`,
    groups: accountGroups({}),
    run: listWebhooks,
  },
  {
    name: 'webhook remove',
    words: ['ID'],
    summary: 'remove a webhook of any bot',
    about: `Removes a webhook: an incoming one takes nothing any more, to an outgoing one nothing is
      sent. ${alsoRunning}`,
    groups: accountGroups({}),
    run: removeWebhook,
  },
];

async function listWebhooks(argv: readonly string[]): Promise<void> {
  const { values } = readOptions(accountOptions, argv);
  const webhooks = await withContext(values, (context) =>
    runOperation('list-webhooks', {}, context),
  );
  await tell(values, { event: 'webhooks', webhooks }, webhooks.map(describe));
}

async function removeWebhook(argv: readonly string[]): Promise<void> {
  const { values, words } = readOptions(accountOptions, argv, 1);
  const [id] = words;
  if (id === undefined) throw new StartupError('Say which webhook: ID');
  const webhook_id = checked('An ID', webhookId, id);
  await withContext(values, (context) => runOperation('remove-webhook', { webhook_id }, context));
  await tell(values, { event: 'webhook-removed', webhook_id }, ['The webhook is removed.']);
}

function describe(webhook: Webhook): string {
  const { id, kind, bot_id } = webhook;
  if (kind === 'incoming') return `${id}  ${kind}  of ${bot_id}  ${webhook.name}`;
  const { url, events, problem, disabled_at } = webhook;
  const state = disabled_at === null ? (problem ?? 'well') : `given up: ${String(problem)}`;
  return `${id}  ${kind}  of ${bot_id}  ${url}  ${events.join(',')}  ${state}`;
}
