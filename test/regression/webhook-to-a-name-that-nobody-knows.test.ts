import { expect, it } from 'vitest';
import type { OutgoingWebhook } from '#protocol/webhooks.ts';
import { everyScope, newBot } from '../support/bots.ts';
import { eventually } from '../support/eventually.ts';
import { say, signUp, startConversation } from '../support/rest.ts';
import { folderForTest, listeningServer } from '../support/server-process.ts';

/** A server without the internet ended with its first message to an outgoing webhook, and again whenever it was started. */
it('a webhook to a name that nobody knows is told as such, and the server goes on', async () => {
  const server = await listeningServer(folderForTest());
  const admin = await signUp(server.url, 'founder');
  const bot = await newBot(server.url, admin, 'hooks', everyScope);
  await admin.post('/friends/requests', { user_id: bot.id });
  const conversation = await startConversation(admin, bot);
  // A name that is kept from ever being anybody's (RFC 6761, 6.4).
  const json = { url: 'http://hook.invalid/', events: ['new_message'] };
  expect((await bot.post('/webhooks/outgoing', json)).status).toBe(201);
  await say(admin, conversation, 'Is anybody there?');
  await eventually(async () => {
    const { body } = await bot.get<OutgoingWebhook[]>('/webhooks');
    expect(body[0]?.problem).toMatch(/hook\.invalid/);
  });
  const { code } = await server.process.stop();
  expect(code).toBe(0);
});
