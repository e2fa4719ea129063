import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ServerOptions } from '#server/app.ts';
import type { OutgoingWebhook, Webhook, WebhookEventType } from '#protocol/webhooks.ts';
import { everyScope, newBot } from '../../support/bots.ts';
import { expectError, expectInvalid } from '../../support/error-answer.ts';
import { eventually } from '../../support/eventually.ts';
import { rest, say, signUp, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { WebhookReceiver } from '../../support/webhook-receiver.ts';
import type { Received } from '../../support/webhook-receiver.ts';

interface Posted {
  message_id: string;
  seq: number;
}

/** Fails often in no time; addresses of this computer are where the tests' receivers are. */
const eager = { allowsPrivate: true, retry: { firstPauseMs: 20, longestPauseMs: 50 } };

async function setting(options: Partial<ServerOptions> = {}, scopes = everyScope) {
  const server = await startServerForTest({ webhooks: eager, ...options });
  const admin = await signUp(server.url, 'founder');
  const alice = await signUp(server.url, 'alice');
  const bot = await newBot(server.url, admin, 'hooks', scopes);
  await alice.post('/friends/requests', { user_id: bot.id });
  const conversation = await startConversation(alice, bot);
  return { server, admin, alice, bot, conversation };
}

async function newIncoming(bot: TestPerson, conversation: { id: string }) {
  const json = { conversation_id: conversation.id, name: 'Builds' };
  const answer = await bot.post<{ webhook: Webhook; path: string }>('/webhooks/incoming', json);
  expect(answer.status).toBe(201);
  return answer.body;
}

async function newOutgoing(
  bot: TestPerson,
  url: string,
  events: WebhookEventType[] = ['new_message'],
) {
  const json = { url, events };
  const answer = await bot.post<{ webhook: OutgoingWebhook; secret: string }>(
    '/webhooks/outgoing',
    json,
  );
  expect(answer.status).toBe(201);
  return answer.body;
}

function contentsOf(received: readonly Received[]): string[] {
  return received.map(({ event }) =>
    event.type === 'new_message' ? event.message.content : event.type,
  );
}

/** As whoever takes it checks it, by the words of Standard Webhooks. */
function signatureOf({ headers, body }: Received, secret: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

it('an incoming one says in its conversation, as the bot, what is posted to its address', async () => {
  const { server, admin, alice, bot, conversation } = await setting();
  const { webhook, path } = await newIncoming(bot, conversation);
  const post = (json: unknown, at = path.replace('/api/v1', '')) =>
    rest<Posted>(server.url, 'POST', at, { json });
  const said = await post({ content: 'Build 7 is done', client_message_id: 'build 7' });
  expect(said.status).toBe(201);
  const again = await post({ content: 'Build 7 is done', client_message_id: 'build 7' });
  expect({ status: again.status, body: again.body }).toEqual({ status: 200, body: said.body });
  const { body: messages } = await alice.get<{ content: string; sender_username: string }[]>(
    `/messages/conversations/${conversation.id}/messages`,
  );
  expect(messages).toMatchObject([{ content: 'Build 7 is done', sender_username: 'hooks[bot]' }]);

  const { body: listed } = await bot.get<Webhook[]>('/webhooks');
  expect(listed).toEqual([webhook]);
  expect(JSON.stringify(listed)).not.toContain(path.split('/').at(-1));
  expectInvalid(await post({ content: '' }), 'body.content');
  expectInvalid(await post({ content: 'x'.repeat(5_001) }), 'body.content');
  expectError(await post({ content: 'x'.repeat(200_000) }), 413, 'PAYLOAD_TOO_LARGE');
  const guess = `/hooks/${'x'.repeat(43)}`;
  expectError(await post({ content: 'Guessed' }, guess), 404, 'WEBHOOK_NOT_FOUND');

  expectError(await alice.get('/webhooks'), 403, 'FORBIDDEN');
  expectError(await alice.delete(`/webhooks/${webhook.id}`), 403, 'FORBIDDEN');
  const other = await newBot(server.url, admin, 'other', everyScope);
  expectError(await other.delete(`/webhooks/${webhook.id}`), 404, 'WEBHOOK_NOT_FOUND');
  expect((await bot.delete(`/webhooks/${webhook.id}`)).status).toBe(200);
  expectError(await post({ content: 'Too late' }), 404, 'WEBHOOK_NOT_FOUND');
});

it('an incoming one is worth nothing once its bot is revoked, and goes on with it', async () => {
  const { server, admin, bot, conversation } = await setting();
  const { path } = await newIncoming(bot, conversation);
  const post = () =>
    rest(server.url, 'POST', path.replace('/api/v1', ''), { json: { content: 'Hello' } });
  await admin.delete(`/admin/bots/${bot.id}`);
  expectError(await post(), 404, 'WEBHOOK_NOT_FOUND');
  await newBot(server.url, admin, 'hooks', ['webhooks:write']);
  expect((await post()).status).toBe(201);
});

it('an incoming one takes so many in a while, whoever sends them', async () => {
  const webhook = { requests: 2, seconds: 3_600 };
  const { server, bot, conversation } = await setting({ allowances: { webhook } });
  const post = (path: string) =>
    rest(server.url, 'POST', path.replace('/api/v1', ''), { json: { content: 'Hello' } });
  const { path } = await newIncoming(bot, conversation);
  const other = await newIncoming(bot, conversation);
  expect((await post(path)).status).toBe(201);
  expect((await post(path)).status).toBe(201);
  const refused = await post(path);
  expectError(refused, 429, 'RATE_LIMITED');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await post(other.path)).status).toBe(201);
});

it('an outgoing one is sent what it asked for of the bot’s conversations, signed', async () => {
  const { server, admin, alice, bot, conversation } = await setting();
  const receiver = await WebhookReceiver.open();
  await say(alice, conversation, 'Before it was there');
  const { webhook, secret } = await newOutgoing(bot, receiver.url, [
    'new_message',
    'reaction_added',
  ]);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await admin.post('/friends/requests', { user_id: alice.id });
  await alice.post('/friends/requests', { user_id: admin.id });
  const without = await startConversation(alice, admin);
  await say(alice, without, 'Not for the bot');
  await say(bot, conversation, 'The bot’s own');
  const asked = await say(alice, conversation, 'For the bot');
  await alice.patch(`/messages/messages/${asked.id}`, { content: 'For the bot!' });
  await alice.put(`/messages/messages/${asked.id}/reactions/${encodeURIComponent('👍')}`);
  const received = await receiver.count(2);
  expect(received.map(({ event }) => event.type)).toEqual(['new_message', 'reaction_added']);
  for (const each of received) {
    expect(each.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(each.headers['user-agent']).toMatch(/^Future-Talk\/\d/);
    expect(each.headers['webhook-id']).toBe(`${webhook.id}_${each.event.cursor}`);
    const seconds = Number(each.headers['webhook-timestamp']);
    expect(Math.abs(seconds - Date.now() / 1_000)).toBeLessThan(120);
    expect(each.headers['webhook-signature']).toBe(signatureOf(each, secret));
  }
  expect(JSON.stringify(await bot.get('/webhooks'))).not.toContain(secret.slice(6));
  await bot.delete(`/webhooks/${webhook.id}`);
  await say(alice, conversation, 'After it was removed');
  await server.settled();
  expect(receiver.received).toHaveLength(2);
});

it('what is not taken comes again, in order, until it is; a redirection is not followed', async () => {
  const { alice, bot, conversation } = await setting();
  const receiver = await WebhookReceiver.open();
  const { webhook } = await newOutgoing(bot, receiver.url);
  receiver.status = 302;
  await say(alice, conversation, 'First');
  await say(alice, conversation, 'Second');
  await receiver.count(3);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  const ownView = async () => (await bot.get<OutgoingWebhook[]>('/webhooks')).body[0];
  await eventually(async () => {
    expect(await ownView()).toMatchObject({ id: webhook.id, problem: 'answered with 302' });
  });
  expect((await ownView())?.failing_since).not.toBeNull();
  receiver.status = 204;
  await eventually(() => {
    expect(contentsOf(receiver.received).at(-1)).toBe('Second');
  });
  const contents = contentsOf(receiver.received);
  expect(contents.slice(0, -1).every((content) => content === 'First')).toBe(true);
  await eventually(async () => {
    expect(await ownView()).toMatchObject({ problem: null, failing_since: null });
  });
});

it('who never answers has not taken it: it comes again, and nothing is lost', async () => {
  const retry = { ...eager.retry, answerWithinMs: 250 };
  const { alice, bot, conversation } = await setting({ webhooks: { ...eager, retry } });
  const receiver = await WebhookReceiver.open();
  await newOutgoing(bot, receiver.url);
  receiver.status = null;
  await say(alice, conversation, 'First');
  await receiver.count(2);
  const ownView = async () => (await bot.get<OutgoingWebhook[]>('/webhooks')).body[0];
  await eventually(async () => {
    expect(await ownView()).toMatchObject({ problem: 'no answer in 0.25 s' });
  });
  await say(alice, conversation, 'Second');
  receiver.status = 200;
  await eventually(() => {
    expect(contentsOf(receiver.received).at(-1)).toBe('Second');
  });
  const contents = contentsOf(receiver.received);
  expect(contents.lastIndexOf('First')).toBeLessThan(contents.indexOf('Second'));
});

it('a restart loses nothing, and nothing that was taken comes again', async () => {
  const { server, alice, bot, conversation } = await setting();
  const receiver = await WebhookReceiver.open();
  await newOutgoing(bot, receiver.url);
  await say(alice, conversation, 'Taken');
  await receiver.count(1);
  receiver.status = 503;
  for (const text of ['One', 'Two', 'Three']) await say(alice, conversation, text);
  await receiver.count(3);
  await server.close();
  const refused = receiver.received.length;
  receiver.status = 200;
  const { dataFolder, key } = server;
  const again = await startServerForTest({ dataFolder, unlock: () => key, webhooks: eager });
  await receiver.count(refused + 3);
  await again.settled();
  expect(contentsOf(receiver.received.slice(refused))).toEqual(['One', 'Two', 'Three']);
});

it('addresses of this computer and of private networks are not asked unless the server says so', async () => {
  const { alice, bot, conversation } = await setting({
    webhooks: { retry: eager.retry },
  });
  const receiver = await WebhookReceiver.open();
  const port = String(receiver.port);
  for (const host of ['127.0.0.1', '[::1]', '10.0.0.1', '0x7f.1', '169.254.169.254']) {
    const json = { url: `http://${host}:${port}/`, events: ['new_message'] };
    expectInvalid(await bot.post('/webhooks/outgoing', json), 'body.url');
  }
  for (const url of ['ftp://hook.example/', 'http://me:secret@hook.example/', 'nowhere']) {
    expectInvalid(
      await bot.post('/webhooks/outgoing', { url, events: ['new_message'] }),
      'body.url',
    );
  }
  // A name tells only when it is looked up.
  await newOutgoing(bot, `http://localhost:${port}/`);
  await say(alice, conversation, 'For nobody here');
  await eventually(async () => {
    const { body } = await bot.get<OutgoingWebhook[]>('/webhooks');
    expect(body[0]?.problem).toBe('localhost is of this computer or of a private network');
  });
  expect(receiver.connections).toBe(0);
});

it.each([
  ['that says it is gone', 410, eager],
  ['that fails for too long', 500, { ...eager, retry: { ...eager.retry, giveUpAfterMs: 0 } }],
])('an address %s is given up, and administrators are told', async (_, status, webhooks) => {
  const { admin, alice, bot, conversation } = await setting({ webhooks });
  const receiver = await WebhookReceiver.open();
  receiver.status = status;
  const { webhook } = await newOutgoing(bot, receiver.url);
  const problems = async () =>
    (await admin.get<{ problems: string[] }>('/admin/condition')).body.problems;
  expect(await problems()).not.toContain('webhook_given_up');
  await say(alice, conversation, 'Is anybody there?');
  await eventually(async () => {
    expect(await problems()).toContain('webhook_given_up');
  });
  const { body } = await admin.get<OutgoingWebhook[]>('/admin/webhooks');
  expect(body).toMatchObject([{ id: webhook.id, problem: `answered with ${String(status)}` }]);
  expect(body[0]?.disabled_at).not.toBeNull();
  await say(alice, conversation, 'Nobody');
  expect(receiver.received).toHaveLength(1);
  await admin.delete(`/admin/webhooks/${webhook.id}`);
  expect(await problems()).not.toContain('webhook_given_up');
});

it('an outgoing one tells only what its bot could hear', async () => {
  const { bot } = await setting({}, ['webhooks:write', 'messages:read']);
  const json = { url: 'https://hook.invalid/', events: ['new_message'] };
  expectError(await bot.post('/webhooks/outgoing', json), 403, 'SCOPE_MISSING');
});
