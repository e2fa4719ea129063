import { describe, expect, it } from 'vitest';
import { NoiseError } from '#protocol/noise/noise-error.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { portablePrimitives } from '#protocol/noise/portable-primitives.ts';
import { sessionId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import { jsonRecords } from '#protocol/noise/piece-records.ts';
import { recordsOfAll, textRecord } from '#protocol/noise/sealed-session.ts';
import { recordTypes } from '#protocol/sealed.ts';
import { newHandshakes, openAll, sealedPair } from './sealed-pair.ts';

describe('a sealed session', () => {
  it.each([
    ['node', nodePrimitives, 'node', nodePrimitives],
    ['node', nodePrimitives, 'portable', portablePrimitives],
    ['portable', portablePrimitives, 'node', nodePrimitives],
  ])('carries texts both ways between %s and %s', (...[, ofClient, , ofServer]) => {
    const { client, server, clientKey, serverKey } = sealedPair({
      clientPrimitives: ofClient,
      serverPrimitives: ofServer,
    });
    expect(openAll(server, client.sealJson('{"from":"client"}'))).toEqual({ from: 'client' });
    expect(openAll(client, server.sealJson('"grüße 🙂"'))).toBe('grüße 🙂');
    expect(client.remoteKey).toEqual(serverKey.publicKey);
    expect(server.remoteKey).toEqual(clientKey.publicKey);
  });

  it('has one UUID on both sides, and another each time', () => {
    const { client, server } = sealedPair();
    expect(client.id).toBe(server.id);
    expect(sessionId.parse(client.id)).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab]/);
    expect(sealedPair().client.id).not.toBe(client.id);
  });

  it('splits what is larger than a message, in the middle of characters too', () => {
    const { client, server } = sealedPair();
    const text = '🙂é'.repeat(30_000);
    const messages = client.sealJson(JSON.stringify(text));
    expect(messages).toHaveLength(3);
    for (const message of messages) expect(message.length).toBeLessThanOrEqual(65_535);
    expect(openAll(server, messages)).toBe(text);
    expect(openAll(server, client.sealJson('1'))).toBe(1);
  });

  it('carries a text that is there in pieces, in as few messages as the whole would take', () => {
    const { client, server } = sealedPair();
    for (const length of [1, 65_518, 65_519, 65_520, 200_000]) {
      const text = JSON.stringify('é'.repeat(length)).slice(0, length).padEnd(length, 'x');
      const bytes = Buffer.from(text);
      const pieces = [bytes.subarray(0, 1), bytes.subarray(1, 70_001), bytes.subarray(70_001)];
      const contents = Array.from(jsonRecords(pieces), (record) =>
        client.open(server.sealOne(record)),
      );
      expect(contents).toHaveLength(Math.ceil(bytes.length / 65_518));
      expect(contents.pop()).toEqual({ kind: 'json', text });
      expect(new Set(contents)).toEqual(new Set(contents.length === 0 ? [] : [null]));
    }
  });

  it('carries short texts together, in their order, and splits only what is long', () => {
    const { client, server } = sealedPair();
    const long = JSON.stringify('é'.repeat(40_000));
    const texts = ['{"n":1}', '"two\\nlines"', '3', long, '"🙂"', '6'];
    const records = recordsOfAll(texts.map(textRecord));
    expect(records).toHaveLength(3);
    const received = records
      .flatMap((record) => server.sealRecord(record))
      .flatMap((message) => {
        const content = client.open(message);
        if (content?.kind === 'json') return [content.text];
        return content?.kind === 'json-lines' ? content.texts : [];
      });
    expect(received).toEqual(texts);
  });

  it('fills a message to its last byte with texts, and no further', () => {
    const { client, server } = sealedPair();
    const half = JSON.stringify('x'.repeat(32_756));
    const [together, ...more] = recordsOfAll([half, `${half} `].map(textRecord));
    expect(more).toHaveLength(0);
    const [message] = server.sealRecord(together ?? new Uint8Array());
    expect(message?.length).toBeLessThanOrEqual(65_535);
    expect(message && client.open(message)).toEqual({
      kind: 'json-lines',
      texts: [half, `${half} `],
    });
    expect(recordsOfAll([half, `${half}   `].map(textRecord))).toHaveLength(2);
  });

  it('carries bytes as they are', () => {
    const { client, server } = sealedPair();
    const bytes = Uint8Array.from({ length: 65_518 }, (_, index) => index % 256);
    const content = server.open(client.sealOne(Uint8Array.of(recordTypes.binary, ...bytes)));
    expect(content?.kind === 'binary' && Buffer.from(content.bytes).equals(bytes)).toBe(true);
    expect(() => client.sealOne(new Uint8Array(65_520))).toThrow('message too large');
  });

  it('refuses a text beyond its bound', () => {
    const { client, server } = sealedPair({ receiveMaxBytes: 100_000 });
    const [first, second] = client.sealJson(JSON.stringify('x'.repeat(100_000)));
    expect(server.open(first!)).toBeNull();
    expect(() => server.open(second!)).toThrow(new NoiseError('record too large'));
    expect(server.isOver).toBe(true);
  });

  it('renews the keys of each direction by itself, and goes on', () => {
    const { client, server } = sealedPair({ rekeyAfterMessages: 3 });
    for (let count = 0; count < 20; count += 1) {
      expect(openAll(server, client.sealJson(String(count)))).toBe(count);
      if (count % 2 === 0) expect(openAll(client, server.sealJson('"back"'))).toBe('back');
    }
  });

  it('does not go on with a peer that forgot to renew', () => {
    const renewing = sealedPair({ rekeyAfterMessages: 3 });
    const results = [0, 1, 2].map((count) => renewing.client.sealJson(String(count)));
    expect(results.map((messages) => openAll(renewing.server, messages))).toEqual([0, 1, 2]);
    const [message] = renewing.client.sealJson('3');
    const forgetful = sealedPair({ rekeyAfterMessages: limits.sealedRekeyAfterMessages });
    expect(() => forgetful.server.open(message!)).toThrow('bad tag');
  });

  it('keeps nothing after its end', () => {
    const { client, server } = sealedPair();
    const [message] = client.sealJson('1');
    server.erase();
    expect(() => server.open(message!)).toThrow('session over');
    expect(() => server.sealJson('1')).toThrow('session over');
  });
});

describe('a sealed handshake', () => {
  it('shows the initiator whom it talks to before it shows itself', () => {
    const { client, server, serverKey } = newHandshakes();
    server.read(client.write());
    expect(client.remoteKey).toBeNull();
    client.read(server.write());
    expect(client.remoteKey).toEqual(serverKey.publicKey);
    expect(client.isComplete).toBe(false);
    expect(() => client.finish({ receiveMaxBytes: 1 })).toThrow('unexpected message');
  });

  it('goes in turns', () => {
    const { client, server } = newHandshakes();
    expect(() => server.write()).toThrow('unexpected message');
    const first = client.write();
    expect(() => client.write()).toThrow('unexpected message');
    expect(() => server.read(first)).toThrow('session over');
  });
});
