import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HandshakeState } from '#protocol/noise/handshake-state.ts';
import { NoiseError } from '#protocol/noise/noise-error.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import type { SealedHandshake } from '#protocol/noise/sealed-handshake.ts';
import type { SealedSession } from '#protocol/noise/sealed-session.ts';
import { newHandshakes, openAll, sealedPair } from './sealed-pair.ts';

/** The failure, and that nothing is possible afterwards. */
function failureOf(session: SealedSession, message: Uint8Array, next: Uint8Array): string {
  try {
    session.open(message);
  } catch (cause) {
    expect(cause).toBeInstanceOf(NoiseError);
    expect(session.isOver).toBe(true);
    expect(() => session.open(next)).toThrow('session over');
    expect(() => session.sealJson('1')).toThrow('session over');
    return (cause as NoiseError).failure;
  }
  return 'accepted';
}

function flipped(message: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(message);
  const at = Math.floor(bit / 8) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
  return copy;
}

/** The server after `count` messages were opened, and the messages that come next. */
function midway(count: number, texts: readonly string[]) {
  const { client, server } = sealedPair();
  for (let index = 0; index < count; index += 1) openAll(server, client.sealJson('"before"'));
  const messages = texts.flatMap((text) => client.sealJson(JSON.stringify(text)));
  return { client, server, messages };
}

const before = fc.nat({ max: 3 });
const text = fc.string({ maxLength: 200 });

describe('a message on its way', () => {
  it('is refused with any bit flipped', () => {
    const property = fc.property(before, text, fc.nat(), (count, one, bit) => {
      const { server, messages } = midway(count, [one, 'next']);
      expect(failureOf(server, flipped(messages[0]!, bit), messages[1]!)).toBe('bad tag');
    });
    fc.assert(property, { numRuns: 150 });
  });

  it('is refused when it was cut short or made longer', () => {
    const property = fc.property(before, text, fc.nat(), fc.boolean(), (count, one, at, cut) => {
      const { server, messages } = midway(count, [one, 'next']);
      const message = messages[0]!;
      const altered = cut
        ? message.subarray(0, at % message.length)
        : Uint8Array.from([...message, at % 256]);
      const expected = altered.length < 16 ? 'truncated message' : 'bad tag';
      expect(failureOf(server, altered, messages[1]!)).toBe(expected);
    });
    fc.assert(property, { numRuns: 150 });
  });

  it('is refused when it comes again', () => {
    const property = fc.property(before, text, text, (count, one, other) => {
      const { server, messages } = midway(count, [one, other, 'next']);
      openAll(server, [messages[0]!]);
      openAll(server, [messages[1]!]);
      expect(failureOf(server, messages[count % 2]!, messages[2]!)).toBe('bad tag');
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('is refused before its turn', () => {
    const property = fc.property(before, fc.integer({ min: 1, max: 4 }), (count, skipped) => {
      const { server, messages } = midway(count, ['a', 'b', 'c', 'd', 'e']);
      expect(failureOf(server, messages[skipped]!, messages[0]!)).toBe('bad tag');
    });
    fc.assert(property, { numRuns: 50 });
  });

  it('is refused in another session, and going back the way it came', () => {
    const property = fc.property(before, text, fc.boolean(), (count, one, isReflected) => {
      const { server, client, messages } = midway(count, [one, 'next']);
      const other = sealedPair();
      const foreign = isReflected ? server.sealJson('1')[0]! : other.client.sealJson('1')[0]!;
      const fresh = isReflected && count > 0 ? client.sealJson('2')[0]! : messages[1]!;
      expect(failureOf(server, foreign, fresh)).toBe('bad tag');
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('whose seal is right is refused when its form is not', () => {
    const formless: [string, number[]][] = [
      ['nothing', []],
      ['an unknown type', [9, 65]],
      ['an empty fragment', [2]],
      ['broken UTF-8', [1, 0xff]],
    ];
    for (const [name, record] of formless) {
      const { server, sealRaw } = rawPair();
      const failure = failureOf(
        server,
        sealRaw(Uint8Array.from(record)),
        sealRaw(new Uint8Array()),
      );
      expect(failure, name).toBe('malformed record');
    }
    const { server, sealRaw } = rawPair();
    expect(server.open(sealRaw(Uint8Array.of(2, 65)))).toBeNull();
    const bytes = sealRaw(Uint8Array.of(3, 65));
    expect(failureOf(server, bytes, bytes)).toBe('malformed record');
  });
});

describe('a handshake on its way', () => {
  it.each([0, 1, 2])('is refused with any bit of message %i flipped', (tampered) => {
    const property = fc.property(fc.nat(), (bit) => {
      const failure = shakeHands((message, index) =>
        index === tampered ? flipped(message, bit) : message,
      );
      // The top bit of an X25519 key means nothing, but the hash of what was said tells.
      expect(failure).toMatch(/^(bad tag|weak key)$/);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it.each([0, 1, 2])('is refused with message %i cut short', (tampered) => {
    const property = fc.property(fc.nat(), (at) => {
      const failure = shakeHands((message, index) =>
        index === tampered ? message.subarray(0, at % message.length) : message,
      );
      expect(failure).toMatch(/^(bad tag|truncated message)$/);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it.each([0, 1, 2])('is refused with message %i of another handshake', (tampered) => {
    const others: Uint8Array[] = [];
    expect(shakeHands((message) => (others.push(message), message))).toBe('complete');
    const failure = shakeHands((message, index) => (index === tampered ? others[index]! : message));
    expect(failure).toBe('bad tag');
  });

  it('is refused with a payload, sealed or not', () => {
    const { server } = newHandshakes();
    const prologue = new TextEncoder().encode('FutureTalk/1');
    const talkative = rawInitiator(prologue);
    const first = talkative.writeMessage(new TextEncoder().encode('password'));
    expect(() => server.read(first)).toThrow('unexpected payload');
    expect(() => server.write()).toThrow('session over');
  });

  it('is refused under another prologue', () => {
    const { server } = newHandshakes();
    const stranger = rawInitiator(new TextEncoder().encode('FutureTalk/2'));
    server.read(stranger.writeMessage(new Uint8Array()));
    expect(() => stranger.readMessage(server.write())).toThrow('bad tag');
  });

  it.each([0, 1, 2])('is refused with an ephemeral key of small order, number %i', (which) => {
    const smallOrder = [
      '00'.repeat(32),
      `01${'00'.repeat(31)}`,
      'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    ];
    const { server } = newHandshakes();
    server.read(Buffer.from(smallOrder[which]!, 'hex'));
    expect(() => server.write()).toThrow('weak key');
  });
});

function rawInitiator(prologue: Uint8Array): HandshakeState {
  const staticKey = nodePrimitives.generateKey();
  return new HandshakeState({
    primitives: nodePrimitives,
    role: 'initiator',
    prologue,
    staticKey,
  });
}

/** A server's session, and a peer that can seal what no client would. */
function rawPair() {
  const { server } = newHandshakes();
  const initiator = rawInitiator(new TextEncoder().encode('FutureTalk/1'));
  server.read(initiator.writeMessage(new Uint8Array()));
  initiator.readMessage(server.write());
  server.read(initiator.writeMessage(new Uint8Array()));
  const { send } = initiator.split();
  return {
    server: server.finish({ receiveMaxBytes: 1_000 }),
    sealRaw: (record: Uint8Array) => send.encrypt(new Uint8Array(), record),
  };
}

/** `complete`, or why the side that was lied to gave up; it must then be over for it. */
function shakeHands(onTheWay: (message: Uint8Array, index: number) => Uint8Array): string {
  const { client, server } = newHandshakes();
  const sides: [SealedHandshake, SealedHandshake][] = [
    [client, server],
    [server, client],
    [client, server],
  ];
  for (const [index, [from, to]] of sides.entries()) {
    const message = from.write();
    try {
      to.read(onTheWay(message, index));
    } catch (cause) {
      expect(cause).toBeInstanceOf(NoiseError);
      expect(() => to.finish({ receiveMaxBytes: 1 })).toThrow('session over');
      return (cause as NoiseError).failure;
    }
  }
  return 'complete';
}
