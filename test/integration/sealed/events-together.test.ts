import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '#protocol/messages.ts';
import { newFriends } from '../../support/people.ts';
import { say, startConversation } from '../../support/rest.ts';
import { TestSocket } from '../../support/socket.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import { SealedPeer } from './support/sealed-peer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

describe('messages that are sent at once', () => {
  it('all come, in order, over either socket, and share frames where it is sealed', async () => {
    const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
    const group = await startConversation(alice, bob, carol);
    const plain = await TestSocket.open(server.url, bob.token);
    const sealed = await SealedPeer.connect(server.url);
    await sealed.authenticate(carol.token);
    const eventsBefore = sealed.events.length;
    let frames = 0;
    sealed.socket.on('message', () => {
      frames += 1;
    });
    const texts = Array.from({ length: 64 }, (_, place) => String(place));
    await Promise.all(texts.map((text) => say(alice, group, text)));
    const seqs = texts.map((_, place) => place + 1);
    const overPlain: number[] = [];
    while (overPlain.length < texts.length) {
      overPlain.push((await plain.next('new_message')).message.seq);
    }
    expect(overPlain).toEqual(seqs);
    const overSealed = () =>
      sealed.events.flatMap(({ type, message }) =>
        type === 'new_message' ? [(message as Message).seq] : [],
      );
    while (overSealed().length < texts.length) await sealed.change();
    expect(overSealed()).toEqual(seqs);
    expect(frames).toBeLessThan(sealed.events.length - eventsBefore);
  });
});
