import { expect, it } from 'vitest';
import type { OutgoingWebhook, Webhook } from '#protocol/webhooks.ts';
import { everyScope, newBot } from '../../support/bots.ts';
import { answerOf, expectRefused, runCommand } from '../../support/commands.ts';
import { eventually } from '../../support/eventually.ts';
import { say, signUp, startConversation } from '../../support/rest.ts';
import { folderForTest } from '../../support/server-process.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { WebhookReceiver } from '../../support/webhook-receiver.ts';

/** Fails often in no time; the addresses are of this computer. */
const webhooks = { allowsPrivate: true, retry: { firstPauseMs: 20, longestPauseMs: 50 } };

/** A server that is not running, with a webhook of each kind and in each state. */
async function stoppedServer() {
  const server = await startServerForTest({ webhooks });
  const admin = await signUp(server.url, 'founder');
  const bot = await newBot(server.url, admin, 'hooks', everyScope);
  await admin.post('/friends/requests', { user_id: bot.id });
  const conversation = await startConversation(admin, bot);
  await bot.post('/webhooks/incoming', { conversation_id: conversation.id, name: 'Builds' });
  const [gone, failing] = [await WebhookReceiver.open(), await WebhookReceiver.open()];
  [gone.status, failing.status] = [410, 500];
  const outgoing = (url: string, ...events: string[]) =>
    bot.post('/webhooks/outgoing', { url, events });
  await outgoing(gone.url, 'new_message');
  await outgoing(failing.url, 'new_message', 'message_updated');
  await outgoing('http://127.0.0.1:9/idle', 'reaction_added');
  await say(admin, conversation, 'Is anybody there?');
  await eventually(async () => {
    const { body } = await bot.get<OutgoingWebhook[]>('/webhooks');
    expect(body.filter(({ disabled_at }) => typeof disabled_at === 'string')).toHaveLength(1);
    expect(body.filter(({ problem }) => typeof problem === 'string')).toHaveLength(2);
  });
  await server.close();
  const at = ['--data', server.dataFolder, '--key-stdin'];
  const key = `${Buffer.from(server.key).toString('hex')}\n`;
  return { bot, gone, failing, at, key };
}

it('webhooks are listed with what is wrong with them, and removed', async () => {
  const { bot, gone, failing, at, key } = await stoppedServer();
  const { stdout } = await runCommand(['webhook', 'list', ...at], key);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^[0-9a-f-]{36} {2}/, ''));
  expect(lines).toEqual([
    `incoming  of ${bot.id}  Builds`,
    `outgoing  of ${bot.id}  ${gone.url}  new_message  given up: answered with 410`,
    `outgoing  of ${bot.id}  ${failing.url}  new_message,message_updated  answered with 500`,
    `outgoing  of ${bot.id}  http://127.0.0.1:9/idle  reaction_added  well`,
  ]);
  const id = stdout.slice(0, 36);
  const removed = await runCommand(['webhook', 'remove', id, ...at], key);
  expect(removed).toMatchObject({ code: 0, stdout: 'The webhook is removed.\n' });
  const left = await answerOf<{ webhooks: Webhook[] }>(['webhook', 'list', ...at], key);
  expect(left.webhooks.map(({ kind }) => kind)).toEqual(['outgoing', 'outgoing', 'outgoing']);
  await expectRefused(['webhook', 'remove', id, ...at], /^Webhook not found/, { input: key });
});

it.each([
  [['webhook', 'remove'], /^Say which webhook: ID/],
  [['webhook', 'remove', 'builds'], /^An ID /],
])('%j is refused, and says why', async (words, why) => {
  await expectRefused([...words, '--data', folderForTest()], why);
});
