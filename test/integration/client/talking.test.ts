import { expect, it } from 'vitest';
import { listConversations } from '#protocol/conversations.ts';
import { listMessages, sendMessage } from '#protocol/messages.ts';
import { markMessageRead } from '#protocol/receipts.ts';
import { ChatClient } from '#client/chat-client.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { ClientPerson, introduce, overEachTransport } from './support/client-person.ts';

overEachTransport('two people with chat clients', () => {
  it('find out what they are connecting to', async () => {
    const { url } = await startServerForTest({ name: 'Workshop' });
    const expected = { name: 'Workshop', registration: 'open' };
    expect(await ChatClient.probe(url)).toMatchObject(expected);
    const { information, serverKey } = await ChatClient.probeSealed(url);
    expect(information).toMatchObject(expected);
    expect(Buffer.from(serverKey).toString('base64url')).toBe(information.public_key);
  });

  it('talk, and see what was delivered and read', async () => {
    const { url } = await startServerForTest();
    const alice = await ClientPerson.signUp(url, 'alice');
    const bob = await ClientPerson.signUp(url, 'bob');
    const conversation = await introduce(alice, bob);
    const id = alice.say(conversation, 'hello Bob');
    await bob.until(() => bob.texts().includes('hello Bob'));
    await alice.until(() => alice.settled.length === 1);
    expect(alice.settled[0]).toMatchObject({ client_message_id: id, message: { seq: 1 } });
    await alice.until(() => alice.of('message_delivered').length === 1);
    expect(alice.of('message_delivered')[0]).toMatchObject({
      client_message_id: id,
      user_ids: [bob.id],
    });
    const message = bob.of('new_message')[0]?.message ?? expect.fail('no message');
    await bob.client.call(markMessageRead, { params: { message_id: message.id } });
    await alice.until(() => alice.of('message_read_receipt').length === 1);
    bob.say(conversation, 'hello Alice');
    await alice.until(() => alice.texts().length === 2);
    expect(alice.texts()).toEqual(['hello Bob', 'hello Alice']);
    const [known] = await bob.client.call(listConversations, {});
    expect(known).toMatchObject({ id: conversation.id, seq: 2, unread_count: 0 });
  });

  it('see who types and who is there', async () => {
    const { url } = await startServerForTest();
    const alice = await ClientPerson.signUp(url, 'alice');
    const bob = await ClientPerson.signUp(url, 'bob');
    const conversation = await introduce(alice, bob);
    const data = { conversation_id: conversation.id };
    alice.client.command({ type: 'typing_start', data });
    await bob.until(() => bob.of('user_typing').length === 1);
    alice.client.command({ type: 'typing_stop', data });
    await bob.until(() => bob.of('user_typing').length === 2);
    expect(bob.of('user_typing').map((event) => event.is_typing)).toEqual([true, false]);
    expect(await bob.client.getOnlineStatus([alice.id])).toEqual({ [alice.id]: true });
    alice.client.disconnect();
    await bob.until(() => bob.of('presence').some((event) => !event.online));
    expect(await bob.client.getOnlineStatus([alice.id])).toEqual({ [alice.id]: false });
  });

  it('send many messages at once, each once and in order', async () => {
    const { url } = await startServerForTest();
    const alice = await ClientPerson.signUp(url, 'alice');
    const bob = await ClientPerson.signUp(url, 'bob');
    const conversation = await introduce(alice, bob);
    const written = Array.from({ length: 60 }, (_, index) => `message ${String(index)}`);
    for (const text of written) alice.say(conversation, text);
    await bob.until(() => bob.texts().length === written.length);
    await alice.until(() => alice.settled.length === written.length);
    expect(bob.texts()).toEqual(written);
    expect(bob.of('new_message').map(({ message }) => message.seq)).toEqual(
      written.map((_, index) => index + 1),
    );
    expect(alice.client.outbox.list()).toEqual([]);
    expect(bob.client.passedOver).toEqual({ unknown: 0, invalid: 0 });
  });

  it('are told why a message was refused', async () => {
    const { url } = await startServerForTest();
    const alice = await ClientPerson.signUp(url, 'alice');
    const bob = await ClientPerson.signUp(url, 'bob');
    const conversation = await introduce(alice, bob);
    const long = alice.say(conversation, 'x'.repeat(5_001));
    alice.say(conversation, 'short');
    await bob.until(() => bob.texts().includes('short'));
    await alice.until(() => alice.settled.length === 1);
    expect(alice.client.outbox.list()).toMatchObject([
      { client_message_id: long, state: 'failed', failure: { code: 'VALIDATION_ERROR' } },
    ]);
    const fields = alice.client.outbox.list()[0]?.failure?.fields;
    expect(fields).toMatchObject([{ path: expect.stringContaining('content') as string }]);
    await expect(
      alice.client.call(sendMessage, {
        params: { conversation_id: conversation.id },
        body: { content: '' },
      }),
    ).rejects.toMatchObject({ code: 'VALIDATION_ERROR', status: 422 });
  });

  it('read their history without marking it as read', async () => {
    const { url } = await startServerForTest();
    const alice = await ClientPerson.signUp(url, 'alice');
    const bob = await ClientPerson.signUp(url, 'bob');
    const conversation = await introduce(alice, bob);
    alice.say(conversation, 'unread');
    await bob.until(() => bob.texts().length === 1);
    const params = { conversation_id: conversation.id };
    const messages = await bob.client.call(listMessages, { params, query: { mark_read: false } });
    expect(messages.map(({ content }) => content)).toEqual(['unread']);
    const [known] = await bob.client.call(listConversations, {});
    expect(known?.unread_count).toBe(1);
  });
});
