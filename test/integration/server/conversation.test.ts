import { expect, it } from 'vitest';
import type { Message } from '#protocol/messages.ts';
import { circleOfFriends, say, startConversation } from '../../support/rest.ts';
import { TestSocket } from '../../support/socket.ts';
import { startServerForTest } from '../../support/test-server.ts';

it('carries a message from one person to another and its receipts back', async () => {
  const { url } = await startServerForTest();
  const [alice, bob] = await circleOfFriends(url, 'alice', 'bob');
  if (alice === undefined || bob === undefined) throw new Error('nobody signed up');
  const aliceSocket = await TestSocket.open(url, alice.token);
  const bobSocket = await TestSocket.open(url, bob.token);
  const conversation = await startConversation(alice, bob);

  const sent = await say(alice, conversation, 'Good morning, Bob');
  const received = await bobSocket.next('new_message');
  expect(received.message.content).toBe('Good morning, Bob');
  expect(received.message.seq).toBe(1);
  const delivered = await aliceSocket.next('message_delivered');
  expect(delivered.user_ids).toEqual([bob.id]);

  await bob.post(`/messages/messages/${sent.id}/read`);
  const receipt = await aliceSocket.next('message_read_receipt');
  expect(receipt).toMatchObject({ message_id: sent.id, reader_user_id: bob.id });
  const { body } = await alice.get<Message[]>(
    `/messages/conversations/${conversation.id}/messages`,
  );
  expect(body[0]).toMatchObject({ id: sent.id, read_by: [bob.id], delivered_to: [bob.id] });
});
