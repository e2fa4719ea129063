import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WebSocket } from 'ws';
import { closeCodes } from '#protocol/close-codes.ts';
import { binaryRecords, readBinaryRecord } from '#protocol/noise/binary-record.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { recordsOfAll, textRecord } from '#protocol/noise/sealed-session.ts';
import type { SealedSession } from '#protocol/noise/sealed-session.ts';
import { ClientError } from '#client/client-error.ts';
import { SealedChannel } from '#client/sealed-channel.ts';
import type { ChannelEnd, SealedChannelOptions } from '#client/sealed-channel.ts';
import { newHandshakes } from '../noise/sealed-pair.ts';
import { nextFrame, oddServer, refusingServer, sessionWith } from './support/odd-server.ts';

const pieceBytes = 60_000;

/** A channel to it, and how it ends. */
function channelTo(url: URL, more: Partial<SealedChannelOptions> = {}) {
  let tellEnd: (end: ChannelEnd) => void = () => undefined;
  const ended = new Promise<ChannelEnd>((resolve) => (tellEnd = resolve));
  const channel = new SealedChannel({
    url,
    deviceKey: nodePrimitives.generateKey(),
    trust: () => Promise.resolve(),
    onText: () => undefined,
    onBytes: () => undefined,
    onEnd: tellEnd,
    ...more,
  });
  onTestFinished(() => {
    channel.close();
  });
  return { channel, ended };
}

/** A channel that is open, and the server's side of it. */
async function openChannel(more: Partial<SealedChannelOptions> = {}) {
  let tellMet: (met: { client: WebSocket; session: SealedSession }) => void = () => undefined;
  const met = new Promise<{ client: WebSocket; session: SealedSession }>((r) => (tellMet = r));
  const url = await oddServer((client) => {
    void sessionWith(client).then((session) => {
      tellMet({ client, session });
    });
  });
  const side = channelTo(url, more);
  await side.channel.opened;
  return { ...side, ...(await met) };
}

describe('a channel that is not opened', () => {
  it.each([
    [429, 'UNREACHABLE', 'takes no connections just now'],
    [503, 'UNREACHABLE', 'takes no connections just now'],
    [404, 'NOT_A_SERVER', 'is not a Future Talk server'],
  ])('is refused with %i: %s', async (status, code, words) => {
    const { channel, ended } = channelTo(await refusingServer(status));
    const { error } = await ended;
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(words);
    await expect(channel.opened).rejects.toBe(error);
    await channel.gone;
  });

  it('finds nobody', async () => {
    const { ended } = channelTo(new URL('ws://127.0.0.1:1/'));
    expect(await ended).toMatchObject({ code: 1006, error: { code: 'UNREACHABLE' } });
  });

  it('tells what the server said as it closed', async () => {
    const url = await oddServer((client) => {
      client.close(closeCodes.serverClosing, 'server_closing');
    });
    const { error, code } = await channelTo(url).ended;
    expect(code).toBe(closeCodes.serverClosing);
    expect(error.message).toContain('server_closing');
  });

  it('ends at a text, at once', async () => {
    const url = await oddServer((client) => {
      client.send('Hello');
    });
    const { code, error } = await channelTo(url).ended;
    expect(code).toBe(closeCodes.sealedProtocolError);
    expect(error.message).toContain('unexpected message');
  });

  it('ends at a message that comes while the key is looked at', async () => {
    const url = await oddServer((client) => {
      void nextFrame(client).then((first) => {
        const { server: handshake } = newHandshakes();
        handshake.read(first);
        client.send(handshake.write());
        client.send(Buffer.from('more'));
      });
    });
    const { error } = await channelTo(url, { trust: () => new Promise(() => undefined) }).ended;
    expect(error.message).toContain('unexpected message');
  });

  it('says no more where the key is not trusted', async () => {
    const frames: Buffer[] = [];
    let closed: Promise<unknown> = Promise.resolve();
    const url = await oddServer((client) => {
      const { server: handshake } = newHandshakes();
      closed = once(client, 'close');
      client.on('message', (frame: Buffer) => {
        frames.push(frame);
        if (frames.length > 1) return;
        handshake.read(frame);
        client.send(handshake.write());
      });
    });
    const cause = new ClientError('SERVER_KEY_CHANGED', 'Another key');
    const { channel } = channelTo(url, { trust: () => Promise.reject(cause) });
    await expect(channel.opened).rejects.toBe(cause);
    await channel.gone;
    await closed;
    expect(frames).toHaveLength(1);
  });

  it('says no more when it was closed while the key was looked at', async () => {
    const frames: Buffer[] = [];
    const url = await oddServer((client) => {
      const { server: handshake } = newHandshakes();
      client.on('message', (frame: Buffer) => {
        frames.push(frame);
        handshake.read(frame);
        client.send(handshake.write());
      });
    });
    let trust: () => void = () => undefined;
    let tellAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (tellAsked = resolve));
    const { channel } = channelTo(url, {
      trust: () => {
        tellAsked();
        return new Promise((resolve) => (trust = resolve));
      },
    });
    await asked;
    channel.close();
    trust();
    await channel.gone;
    expect(frames).toHaveLength(1);
  });
});

describe('an open channel', () => {
  it('ends at bytes that are not sealed', async () => {
    const { client, ended } = await openChannel();
    client.send(Buffer.alloc(40));
    const { code, error } = await ended;
    expect(code).toBe(closeCodes.sealedProtocolError);
    expect(error.message).toContain('bad tag');
  });

  it('sends nothing once it is closed', async () => {
    const { channel } = await openChannel();
    channel.close();
    expect(() => {
      channel.send('{}');
    }).toThrow(ClientError);
    channel.sendBytes(binaryRecords(1, [Buffer.alloc(10)]));
    await channel.gone;
  });

  it('tells texts that came together one by one, and none after it was closed by one', async () => {
    const heard: string[] = [];
    const { channel, client, session } = await openChannel({
      onText: (text) => {
        heard.push(text);
        if (text === '2') channel.close();
      },
    });
    for (const record of recordsOfAll(['1', '2', '3'].map(textRecord))) {
      client.send(session.sealOne(record));
    }
    await channel.gone;
    expect(heard).toEqual(['1', '2']);
  });

  it('sends all of a file to a server that does not read for a while, and texts before its end', async () => {
    const { channel, client, session } = await openChannel();
    const file = Array.from({ length: 200 }, () => new Uint8Array(pieceBytes));
    const fileBytes = file.length * pieceBytes;
    let received = 0;
    let receivedBeforeText = Infinity;
    const all = new Promise<void>((resolve) => {
      client.on('message', (frame: Buffer) => {
        const content = session.open(frame);
        if (content?.kind === 'json') receivedBeforeText = received;
        else if (content?.kind === 'binary')
          received += readBinaryRecord(content.bytes).bytes.length;
        if (received === fileBytes) resolve();
      });
    });
    client.pause();
    channel.sendBytes(binaryRecords(1, file));
    channel.send('{}');
    client.resume();
    await all;
    expect(receivedBeforeText).toBeLessThan(fileBytes);
  });
});
