import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { listMessages } from '#protocol/messages.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { ClientPerson, introduce, overEachTransport } from '../client/support/client-person.ts';

interface Capture {
  url: string;
  /** Everything that went over the wire, both ways. */
  bytes(): Buffer;
}

/** What somebody on the switch would record. */
async function captureTo(port: number): Promise<Capture> {
  const pieces: Buffer[] = [];
  const sockets = new Set<net.Socket>();
  const tap = net.createServer((client) => {
    const server = net.connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => {
        pieces.push(data);
        to.write(data);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  tap.listen(0, '127.0.0.1');
  await once(tap, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    tap.close();
  });
  const { port: ownPort } = tap.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(ownPort)}`,
    bytes: () => Buffer.concat(pieces),
  };
}

overEachTransport('what can be recorded on the way', (transport) => {
  it('tells what was said, or it does not', async () => {
    const server = await startServerForTest({ name: 'Secret workshop' });
    const capture = await captureTo(server.port);
    const alice = await ClientPerson.signUp(capture.url, 'alice-in-the-garden');
    const bob = await ClientPerson.signUp(capture.url, 'bob-at-the-gate');
    const conversation = await introduce(alice, bob);
    alice.say(conversation, 'the key lies under the third stone');
    await bob.until(() => bob.texts().length === 1);
    const params = { conversation_id: conversation.id };
    await bob.client.call(listMessages, { params, query: {} });
    const tokens = (await bob.memory.loadTokens()) ?? expect.fail('no tokens');
    const said = [
      'alice-in-the-garden',
      'bob-at-the-gate',
      'correct horse battery',
      'the key lies under the third stone',
      'third stone',
      tokens.access_token,
      tokens.refresh_token,
      bob.id,
      conversation.id,
      'new_message',
      'display_name',
      '/api/v1/auth',
    ];
    const bytes = capture.bytes();
    expect(bytes.length).toBeGreaterThan(5_000);
    const found = said.filter((each) => bytes.includes(each));
    // That the plain API shows all of it proves that the recording does.
    expect(found).toEqual(transport === 'plain' ? said : []);
  });
});
