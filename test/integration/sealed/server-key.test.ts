import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { getOwnAccount } from '#protocol/accounts.ts';
import { ChatClient, newDeviceKey, VolatileMemory } from '#client/chat-client.ts';
import type { ChatClientEvents, ClientMemory, SealedOptions } from '#client/chat-client.ts';
import { uniqueName } from '../../support/people.ts';
import { password } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import { FrameProxy } from './support/frame-proxy.ts';

describe("the server's key", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => stopServer(server));

  const keyOf = (one: TestServer) => Buffer.from(one.identity.publicKey, 'base64url');

  function clientFor(url: string, sealed: Partial<SealedOptions>, memory?: ClientMemory) {
    const client = new ChatClient({
      url,
      deviceName: 'key test',
      memory: memory ?? new VolatileMemory(),
      sealed: { deviceKey: newDeviceKey(), expectedServerKey: null, ...sealed },
      random: () => 0,
    });
    onTestFinished(() => client.close());
    return client;
  }

  it('is what the client is asked about, before anything of it is sent', async () => {
    const proxy = await FrameProxy.to(server.url);
    let sentBefore = 0;
    const seen: Uint8Array[] = [];
    const onServerKey = (key: Uint8Array) => {
      seen.push(key);
      sentBefore = proxy.frames.filter(({ direction }) => direction === 'to server').length;
      return Promise.resolve(true);
    };
    const client = clientFor(proxy.url, { onServerKey });
    await client.register({ username: uniqueName('alice'), password });
    expect(seen.map((key) => Buffer.from(key))).toEqual([keyOf(server)]);
    expect(sentBefore).toBe(1);
  });

  it('that is refused ends it there', async () => {
    const proxy = await FrameProxy.to(server.url);
    const client = clientFor(proxy.url, { onServerKey: () => false });
    const attempt = client.register({ username: uniqueName('alice'), password });
    await expect(attempt).rejects.toMatchObject({ code: 'SERVER_KEY_CHANGED', expected: null });
    const sent = proxy.frames.filter(({ direction }) => direction === 'to server');
    expect(sent.map(({ bytes }) => bytes.length)).toEqual([32]);
  });

  it('that is the expected one needs no question', async () => {
    const onServerKey = () => expect.fail('asked');
    const client = clientFor(server.url, { expectedServerKey: keyOf(server), onServerKey });
    await client.register({ username: uniqueName('alice'), password });
  });

  it('that has changed stops a signed-in client, which sends nothing and does not try again', async () => {
    const memory = new VolatileMemory();
    const deviceKey = newDeviceKey();
    const expectedServerKey = keyOf(server);
    const before = clientFor(server.url, { deviceKey, expectedServerKey }, memory);
    await before.register({ username: uniqueName('alice'), password });
    await before.close();
    const impostor = await startServer();
    onTestFinished(() => stopServer(impostor));
    const proxy = await FrameProxy.to(impostor.url);
    const client = clientFor(proxy.url, { deviceKey, expectedServerKey }, memory);
    await client.restore();
    const changed = new Promise<ChatClientEvents['serverKeyChanged']>((resolve) => {
      client.on('serverKeyChanged', resolve);
    });
    client.connect();
    const { expected, seen } = await changed;
    expect([expected, seen].map((key) => Buffer.from(key ?? []))).toEqual([
      keyOf(server),
      keyOf(impostor),
    ]);
    expect(client.connection).toEqual({ status: 'offline' });
    await expect(client.call(getOwnAccount, {})).rejects.toMatchObject({
      code: 'SERVER_KEY_CHANGED',
      retryable: false,
    });
    const sent = proxy.frames.filter(({ direction }) => direction === 'to server');
    expect(sent.map(({ bytes, index }) => [index, bytes.length])).toEqual([
      [0, 32],
      [0, 32],
    ]);
    expect(client.account).not.toBeNull();
  });
});
