import { expect, it } from 'vitest';
import type { Message } from '#protocol/messages.ts';
import { befriend, rest, say, signUp, startConversation } from '../support/rest.ts';
import { TestSocket } from '../support/socket.ts';
import { startServerForTest } from '../support/test-server.ts';

/**
 * A text of JavaScript without a letter beyond U+00FF is kept as one byte for each, and uWebSockets.js for Node 24
 * sent it so (docs/adr/0122-bytes-for-the-network-library.md): an answer ended before its announced length, and whoever
 * asked waited forever.
 */
const text = 'Grüße, señor ÿ';

it('letters of Latin-1 arrive as they were sent, over REST and over a socket', async () => {
  const { url } = await startServerForTest({ name: 'Büro Süd' });
  const [ann, ben] = [await signUp(url, 'ann'), await signUp(url, 'ben')];
  await befriend(ann, ben);
  const conversation = await startConversation(ann, ben);
  const socket = await TestSocket.open(url, ben.token);
  const sent = await say(ann, conversation, text);
  expect(sent.content).toBe(text);
  expect((await socket.next('new_message')).message.content).toBe(text);
  const { body: history } = await ben.get<Message[]>(
    `/messages/conversations/${conversation.id}/messages`,
  );
  expect(history.map(({ content }) => content)).toEqual([text]);
  expect((await rest(url, 'GET', '/server')).body).toMatchObject({ name: 'Büro Süd' });
});
