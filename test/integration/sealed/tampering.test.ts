import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Tokens } from '#protocol/accounts.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { sendMessage } from '#protocol/messages.ts';
import { askFriend } from '#protocol/people.ts';
import { recordTypes } from '#protocol/sealed.ts';
import { ChatClient, newDeviceKey, VolatileMemory } from '#client/chat-client.ts';
import { newPeople, openSockets, uniqueName } from '../../support/people.ts';
import { password, startConversation } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestSocket } from '../../support/socket.ts';
import type { TestServer } from '../../support/test-server.ts';
import { FrameProxy } from './support/frame-proxy.ts';
import type { Direction, PassingFrame } from './support/frame-proxy.ts';
import { SealedPeer, secureUrl } from './support/sealed-peer.ts';

interface Victim {
  client: ChatClient;
  conversation: Conversation;
  socket: TestSocket;
}

type Tamper = (frame: PassingFrame, kept: Buffer[]) => Buffer[];

const flip = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes);
  const at = Math.floor(copy.length / 2);
  copy[at] = (copy[at] ?? 0) ^ 4;
  return copy;
};

/** Each is applied to the frames that follow the handshake. */
const attacks: [string, string, Tamper][] = [
  ['a flipped bit', 'bad tag', ({ bytes }) => [flip(bytes)]],
  ['a truncated frame', 'bad tag', ({ bytes }) => [bytes.subarray(0, -1)]],
  ['a stump', 'truncated message', ({ bytes }) => [bytes.subarray(0, 15)]],
  ['an empty frame', 'truncated message', () => [Buffer.alloc(0)]],
  ['a replayed frame', 'bad tag', ({ bytes }) => [bytes, bytes]],
  [
    'reordered frames',
    'bad tag',
    ({ bytes }, kept) => {
      kept.push(bytes);
      return kept.length === 2 ? kept.reverse() : [];
    },
  ],
];

describe('somebody between client and server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => stopServer(server));

  /** A victim behind the proxy, and a friend who sees what arrives at the server. */
  async function clientThrough(proxy: FrameProxy): Promise<Victim> {
    const [friend] = await newPeople(server.url, 'friend');
    const client = new ChatClient({
      url: proxy.url,
      deviceName: 'tampering test',
      memory: new VolatileMemory(),
      sealed: { deviceKey: newDeviceKey(), expectedServerKey: null },
    });
    onTestFinished(() => client.close());
    const { id } = await client.register({ username: uniqueName('victim'), password });
    await friend.post('/friends/requests', { user_id: id });
    await client.call(askFriend, { body: { user_id: friend.id } });
    const conversation = await startConversation(friend, { ...friend, id });
    const [socket] = await openSockets(server.url, friend);
    onTestFinished(() => {
      socket.close();
    });
    return { client, conversation, socket };
  }

  /** Two requests at once: what reorders needs two frames. Answers why they failed. */
  async function sayTwice({ client, conversation }: Victim): Promise<string[]> {
    const params = { conversation_id: conversation.id };
    const sends = ['first', 'second'].map((content) =>
      client.call(sendMessage, { params, body: { content } }),
    );
    const results = await Promise.allSettled(sends);
    return results.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
  }

  const textsSeen = async ({ socket }: Victim) =>
    (await socket.soFar('new_message')).map(({ message }) => message.content);

  it.each(attacks)(
    'ends the session with %s on the way to the server, and changes nothing',
    async (name, reason, tamper) => {
      const proxy = await FrameProxy.to(server.url);
      const victim = await clientThrough(proxy);
      const ending = attack(proxy, 'to server', tamper);
      const failures = await sayTwice(victim);
      expect(await ending).toEqual({ by: 'server', code: 4400, reason });
      for (const failure of failures) expect(failure).toContain(reason);
      if (name === 'a replayed frame') await victim.socket.next('new_message');
      // What is replayed has arrived once already, as it should.
      expect(await textsSeen(victim)).toEqual(name === 'a replayed frame' ? ['first'] : []);
    },
  );

  it.each(attacks)(
    'ends the session with %s on the way to the client',
    async (_, reason, tamper) => {
      const proxy = await FrameProxy.to(server.url);
      const victim = await clientThrough(proxy);
      const ending = attack(proxy, 'to client', tamper);
      const failures = await sayTwice(victim);
      expect(await ending).toEqual({ by: 'client', code: 4400, reason });
      expect(failures).not.toEqual([]);
    },
  );

  function attack(proxy: FrameProxy, direction: Direction, tamper: Tamper) {
    const kept: Buffer[] = [];
    proxy.tamper = (frame) => (frame.direction === direction ? tamper(frame, kept) : [frame.bytes]);
    return proxy.nextEnding();
  }

  it('cannot bring frames of another session in', async () => {
    const [first, second] = [await FrameProxy.to(server.url), await FrameProxy.to(server.url)];
    const [one, other] = [await clientThrough(first), await clientThrough(second)];
    await sayTwice(other);
    const foreign = second.frames.filter(({ direction }) => direction === 'to server').at(-1)!;
    first.tamper = () => [foreign.bytes];
    const ending = first.nextEnding();
    await sayTwice(one);
    expect(await ending).toEqual({ by: 'server', code: 4400, reason: 'bad tag' });
    expect(await textsSeen(one)).toEqual([]);
    expect(await textsSeen(other)).toEqual(['first', 'second']);
  });

  it.each([0, 1])('cannot change handshake message %i of the client', async (index) => {
    const proxy = await FrameProxy.to(server.url);
    proxy.tamper = (frame) => {
      const isTarget = frame.direction === 'to server' && frame.index === index;
      return [isTarget ? flip(frame.bytes) : frame.bytes];
    };
    await expect(ChatClient.probeSealed(proxy.url)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    // The first message is not sealed: it is the client that finds out about it.
    expect(await proxy.ending(0)).toEqual(
      index === 0
        ? { by: 'client', code: 4400, reason: 'bad tag' }
        : { by: 'server', code: 4400, reason: 'handshake failed: bad tag' },
    );
    expect(proxy.endings).toHaveLength(1);
  });

  it('cannot change the handshake message of the server', async () => {
    const proxy = await FrameProxy.to(server.url);
    proxy.tamper = ({ direction, bytes }) => [direction === 'to client' ? flip(bytes) : bytes];
    await expect(ChatClient.probeSealed(proxy.url)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(await proxy.ending(0)).toEqual({ by: 'client', code: 4400, reason: 'bad tag' });
    expect(proxy.endings).toHaveLength(1);
  });

  it('reads nothing of a conversation', async () => {
    const proxy = await FrameProxy.to(server.url);
    const peer = await SealedPeer.connect(proxy.url);
    const username = uniqueName('alice');
    const tokens: Tokens = await peer.signUp(username);
    await peer.authenticate(tokens.access_token);
    const bytes = Buffer.concat(proxy.frames.map((frame) => frame.bytes));
    expect(bytes.length).toBeGreaterThan(1_000);
    for (const secret of [username, password, tokens.access_token, tokens.refresh_token, 'auth']) {
      expect(bytes.includes(secret)).toBe(false);
    }
  });
});

describe('a client that misbehaves', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => stopServer(server));

  const broken = (reason: string) => ({ code: 4400, reason });

  it('loses the channel for text instead of bytes', async () => {
    const peer = await SealedPeer.connect(server.url);
    peer.socket.send('{"type":"heartbeat"}');
    expect(await peer.whenClosed()).toEqual(broken('unexpected message'));
  });

  it('loses it for what is no JSON object, and for bytes that nothing takes', async () => {
    for (const text of ['nonsense', '"text"', 'null', '{"id":-1}', '{"id":"x"}']) {
      const peer = await SealedPeer.connect(server.url);
      for (const frame of peer.session.sealJson(text)) peer.socket.send(frame);
      expect(await peer.whenClosed(), text).toEqual(broken('malformed record'));
    }
    const peer = await SealedPeer.connect(server.url);
    peer.socket.send(peer.session.sealOne(Uint8Array.of(recordTypes.binary, 1, 2, 3)));
    expect(await peer.whenClosed()).toEqual(broken('malformed record'));
  });

  it('loses it for a request beyond every bound', async () => {
    const peer = await SealedPeer.connect(server.url);
    peer.say({ id: 1, method: 'POST', path: '/api/v1/auth/login', body: 'x'.repeat(150_000) });
    expect(await peer.whenClosed()).toEqual(broken('record too large'));
  });

  it('is told what is wrong with a request that has a number', async () => {
    const peer = await SealedPeer.connect(server.url);
    peer.say({ id: 7, method: 'GET', path: 'relative' });
    await peer.call('GET', '/server');
    expect(peer.answers[0]).toMatchObject({ id: 7, body: { error_code: 'MALFORMED_REQUEST' } });
    const login = await peer.call('POST', '/auth/login');
    expect(login).toMatchObject({ status: 400, body: { error_code: 'MALFORMED_JSON' } });
  });

  it('is answered no more than its share at a time', async () => {
    const peer = await SealedPeer.connect(server.url);
    // The server is through with the handshake, which lets nothing overtake it.
    await peer.call('GET', '/server');
    // In one piece: the last is there before the first password is hashed.
    const body = { username: 'nobody', password };
    const attempts = peer.inOnePiece(() =>
      Array.from({ length: 160 }, () => peer.call('POST', '/auth/login', body)),
    );
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(128);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(peer.closed).toBeUndefined();
  });

  it('is cut off with a reason when it does not begin with a handshake', async () => {
    const socket = new WebSocket(secureUrl(server.url));
    const closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
      });
    });
    socket.on('open', () => {
      socket.send(Buffer.from('hello'));
    });
    expect(await closed).toEqual(broken('handshake failed: truncated message'));
  });
});
