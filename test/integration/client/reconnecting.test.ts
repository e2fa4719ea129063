import { expect, it, onTestFinished } from 'vitest';
import { listMessages } from '#protocol/messages.ts';
import { startServer, startServerForTest, stopServer } from '../../support/test-server.ts';
import { ClientPerson, introduce, overEachTransport } from './support/client-person.ts';
import { FragileNetwork, freePort } from './support/fragile-network.ts';

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `message ${String(index)}`);

overEachTransport('a connection that breaks', () => {
  it('loses and repeats nothing, however often it is cut', async () => {
    const server = await startServerForTest();
    const network = await FragileNetwork.to(server.port);
    const alice = await ClientPerson.signUp(server.url, 'alice');
    const bob = await ClientPerson.signUp(network.url, 'bob');
    const conversation = await introduce(alice, bob);
    const written = numbered(100);
    for (let round = 0; round < 5; round += 1) {
      const texts = written.slice(round * 20, round * 20 + 20);
      for (const text of texts) alice.say(conversation, text);
      // In the middle of the stream.
      await bob.until(() => bob.texts().length > round * 20 + 5);
      network.cut();
      await bob.until(() => bob.client.connection.status !== 'online');
      await bob.until(() => bob.client.connection.status === 'online');
    }
    await bob.until(() => bob.texts().length >= written.length);
    expect(bob.texts()).toEqual(written);
    expect(bob.resynchronisations).toEqual(['first-connection']);
  });

  it.each([
    ['only the answer', false],
    ['the connection with it', true],
  ])('sends each message once although %s was lost', async (_, isCut) => {
    const server = await startServerForTest();
    const network = await FragileNetwork.to(server.port);
    const alice = await ClientPerson.signUp(network.url, 'alice');
    const bob = await ClientPerson.signUp(server.url, 'bob');
    const conversation = await introduce(alice, bob);
    const written = numbered(5);
    const lost = network.loseOneAnswer();
    for (const text of written) alice.say(conversation, text);
    await lost;
    if (isCut) network.cut();
    await bob.until(() => bob.texts().length >= written.length);
    await alice.until(() => alice.client.outbox.list().length === 0);
    expect(bob.texts()).toEqual(written);
    expect(alice.settled.map(({ message }) => message?.content)).toEqual(written);
    const params = { conversation_id: conversation.id };
    const stored = await bob.client.call(listMessages, { params, query: { mark_read: false } });
    expect(stored.map(({ content }) => content).reverse()).toEqual(written);
  });

  it('keeps what was written without a connection, and sends it in order', async () => {
    const server = await startServerForTest();
    const network = await FragileNetwork.to(server.port);
    const alice = await ClientPerson.signUp(network.url, 'alice');
    const bob = await ClientPerson.signUp(server.url, 'bob');
    const conversation = await introduce(alice, bob);
    network.goDown();
    await alice.until(() => alice.client.connection.status === 'waiting');
    const written = numbered(4);
    for (const text of written) alice.say(conversation, text);
    bob.say(conversation, 'are you there?');
    await bob.until(() => bob.settled.length === 1);
    network.comeBack();
    await alice.until(() => alice.texts().length === 5);
    expect(alice.texts()).toEqual(['are you there?', ...written]);
    await bob.until(() => bob.texts().length === 5);
    expect(bob.texts()).toEqual(['are you there?', ...written]);
  });

  it('goes on after a restart of the server', async () => {
    const port = await freePort();
    const first = await startServer({ port });
    const alice = await ClientPerson.signUp(first.url, 'alice');
    const bob = await ClientPerson.signUp(first.url, 'bob');
    const conversation = await introduce(alice, bob);
    alice.say(conversation, 'before');
    await bob.until(() => bob.texts().length === 1);
    await first.close();
    await bob.until(() => bob.client.connection.status === 'waiting');
    expect(bob.of('server_closing')).toHaveLength(1);
    alice.say(conversation, 'during');
    const { dataFolder, key } = first;
    const second = await startServer({ port, dataFolder, unlock: () => key });
    onTestFinished(() => stopServer(second));
    await bob.until(() => bob.texts().length === 2);
    await alice.until(() => alice.settled.length === 2);
    alice.say(conversation, 'after');
    await bob.until(() => bob.texts().length === 3);
    expect(bob.texts()).toEqual(['before', 'during', 'after']);
    expect(bob.resynchronisations).toEqual(['first-connection']);
    expect(bob.signOuts).toEqual([]);
  });

  it('catches up after a restart of the client', async () => {
    const server = await startServerForTest();
    const alice = await ClientPerson.signUp(server.url, 'alice');
    const bob = await ClientPerson.signUp(server.url, 'bob');
    const conversation = await introduce(alice, bob);
    alice.say(conversation, 'seen');
    await bob.until(() => bob.texts().length === 1);
    await bob.client.close();
    const missed = numbered(30);
    for (const text of missed) alice.say(conversation, text);
    await alice.until(() => alice.settled.length === 31);
    const returned = await ClientPerson.comeBack(server.url, bob.memory);
    expect(returned.client.account?.username).toBe('bob');
    await returned.goOnline();
    expect(returned.texts()).toEqual(missed);
    expect(returned.resynchronisations).toEqual([]);
  });
});
