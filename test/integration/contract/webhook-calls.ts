import * as bots from '#protocol/bots.ts';
import * as conversations from '#protocol/conversations.ts';
import { limits } from '#protocol/limits.ts';
import * as people from '#protocol/people.ts';
import * as webhooks from '#protocol/webhooks.ts';
import type { Circle } from './accounts-calls.ts';
import type { Exchange } from './exchange.ts';

const nothing = '01980000-0000-7000-8000-000000000000';
const noWebhook = '404 WEBHOOK_NOT_FOUND';

/** What a bot that is Alice's friend makes, and what becomes of it. */
export async function meetWebhooks(exchange: Exchange, { admin, alice }: Circle): Promise<void> {
  const made = await exchange.call(admin, bots.createBot, '201', {
    body: { name: 'hooks', scopes: ['webhooks:write', 'events:read'] },
  });
  const bot = { token: made.token };
  const bot_id = made.bot.user.id;
  await exchange.call(alice, people.askFriend, '200', { body: { user_id: bot_id } });
  const talk = async (type: string) => {
    const body = { participant_ids: [bot_id], conversation_type: type };
    const { id } = await exchange.call(alice, conversations.createConversation, '201', { body });
    return id;
  };
  const direct = await talk('direct');
  const group = await talk('group');
  const makeIncoming = (outcome: string, conversation_id: string, asker = bot) =>
    exchange.call(asker, webhooks.createIncomingWebhook, outcome, {
      body: { conversation_id, name: 'Builds' },
    });
  const incoming = await makeIncoming('201', direct);
  const ofGroup = await makeIncoming('201', group);
  await makeIncoming('404 CONVERSATION_NOT_FOUND', nothing);
  await makeIncoming('403 FORBIDDEN', direct, alice);
  const post = (outcome: string, path: string) =>
    exchange.call(null, webhooks.postToWebhook, outcome, {
      params: { secret: path.split('/').at(-1) ?? '' },
      body: { content: 'Built', client_message_id: 'build 1' },
    });
  await post('201', incoming.path);
  await post('200', incoming.path);
  await post(noWebhook, 'x'.repeat(43));
  await exchange.call(alice, people.removeFriend, '200', { params: { user_id: bot_id } });
  const { path } = incoming;
  await exchange.call(null, webhooks.postToWebhook, '403 NOT_FRIENDS_SEND', {
    params: { secret: path.split('/').at(-1) ?? '' },
    body: { content: 'Are we friends?' },
  });
  await exchange.call(alice, conversations.removeParticipant, '200', {
    params: { conversation_id: group, user_id: bot_id },
  });
  await post('404 CONVERSATION_NOT_FOUND', ofGroup.path);
  await meetOutgoing(exchange, { admin, alice, bot, direct });
}

interface Askers {
  admin: { token: string };
  alice: { token: string };
  bot: { token: string };
  direct: string;
}

async function meetOutgoing(
  exchange: Exchange,
  { admin, alice, bot, direct }: Askers,
): Promise<void> {
  const make = (outcome: string, asker = bot) =>
    exchange.call(asker, webhooks.createOutgoingWebhook, outcome, {
      body: { url: 'https://hook.invalid/', events: ['participant_added'] },
    });
  const { webhook } = await make('201');
  await make('403 FORBIDDEN', alice);
  const more = limits.webhooksOfOneBotMax - 3;
  for (let count = 0; count < more; count += 1) await make('201');
  const tooMany = '409 TOO_MANY_WEBHOOKS';
  await make(tooMany);
  await exchange.call(bot, webhooks.createIncomingWebhook, tooMany, {
    body: { conversation_id: direct, name: 'One more' },
  });
  const list = await exchange.call(bot, webhooks.listWebhooks, '200');
  await exchange.call(alice, webhooks.listWebhooks, '403 FORBIDDEN');
  await exchange.call(admin, webhooks.listAllWebhooks, '200');
  const own = { params: { webhook_id: webhook.id } };
  await exchange.call(alice, webhooks.deleteWebhook, '403 FORBIDDEN', own);
  await exchange.call(bot, webhooks.deleteWebhook, '200', own);
  await exchange.call(bot, webhooks.deleteWebhook, noWebhook, own);
  const any = { params: { webhook_id: list[0]?.id ?? '' } };
  await exchange.call(admin, webhooks.deleteAnyWebhook, '200', any);
  await exchange.call(admin, webhooks.deleteAnyWebhook, noWebhook, any);
}
