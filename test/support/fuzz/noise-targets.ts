import { CipherState } from '#protocol/noise/cipher-state.ts';
import { NoiseError } from '#protocol/noise/noise-error.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import type { AgreementKey } from '#protocol/noise/noise-primitives.ts';
import { SealedHandshake } from '#protocol/noise/sealed-handshake.ts';
import { SealedSession } from '#protocol/noise/sealed-session.ts';
import { recordTypes } from '#protocol/sealed.ts';

export interface NoiseTarget {
  about: string;
  /** What is taken as it is, message by message. */
  transcript: readonly Uint8Array[];
  /** @returns how many messages were taken before one was refused. @throws anything but NoiseError */
  take(messages: readonly Uint8Array[]): number;
  /** How many may be taken of messages of which so many, the first, are those of the transcript. */
  mayTake(unchanged: number): number;
}

const bounds = { receiveMaxBytes: 100_000, rekeyAfterMessages: 3 };
const clientStatic = keyOf(1);
const clientEphemeral = keyOf(2);
const serverStatic = keyOf(3);
const serverEphemeral = keyOf(4);

/** The same keys each time: a transcript stays true until it is changed. To make one takes longer than to use it. */
function keyOf(value: number): AgreementKey {
  const key = nodePrimitives.importKey(new Uint8Array(32).fill(value));
  return {
    publicKey: key.publicKey,
    agree: (publicKey) => key.agree(publicKey),
    erase: () => undefined,
  };
}

function newSide(role: 'initiator' | 'responder'): SealedHandshake {
  const isClient = role === 'initiator';
  return new SealedHandshake({
    primitives: nodePrimitives,
    role,
    staticKey: isClient ? clientStatic : serverStatic,
    ephemeralKey: isClient ? clientEphemeral : serverEphemeral,
  });
}

function newSession(role: 'initiator' | 'responder'): SealedSession {
  const [ofClient, ofServer] = [5, 6].map(
    (value) => new CipherState(nodePrimitives, new Uint8Array(32).fill(value)),
  ) as [CipherState, CipherState];
  const isClient = role === 'initiator';
  const shaken = {
    send: isClient ? ofClient : ofServer,
    receive: isClient ? ofServer : ofClient,
    handshakeHash: new Uint8Array(32),
    remoteStaticKey: clientStatic.publicKey,
  };
  return new SealedSession(shaken, bounds);
}

function takenBefore(messages: readonly Uint8Array[], take: (message: Uint8Array) => void): number {
  for (const [index, message] of messages.entries()) {
    try {
      take(message);
    } catch (cause) {
      if (cause instanceof NoiseError) return index;
      throw cause;
    }
  }
  return messages.length;
}

function handshakeMessages(): [Uint8Array, Uint8Array, Uint8Array] {
  const [client, server] = [newSide('initiator'), newSide('responder')];
  const first = client.write();
  server.read(first);
  const second = server.write();
  client.read(second);
  return [first, second, client.write()];
}

const [first, second, third] = handshakeMessages();

function framesOf(texts: readonly string[]): Uint8Array[] {
  const sender = newSession('initiator');
  return texts.flatMap((text) => sender.sealJson(text));
}

function recordOf(type: number, content: string): Uint8Array {
  return Uint8Array.from([type, ...Buffer.from(content)]);
}

export const noiseTargets: readonly NoiseTarget[] = [
  {
    about: 'what a server reads of a handshake',
    transcript: [first, third],
    take(messages) {
      const server = newSide('responder');
      let step = 0;
      return takenBefore(messages, (message) => {
        server.read(message);
        step += 1;
        if (step === 1) server.write();
      });
    },
    // The first message of a handshake is open to anybody: only what follows can tell.
    mayTake: (unchanged) => Math.max(unchanged, 1),
  },
  {
    about: 'what a client reads of a handshake',
    transcript: [second],
    take(messages) {
      const client = newSide('initiator');
      client.write();
      return takenBefore(messages, (message) => {
        client.read(message);
      });
    },
    mayTake: (unchanged) => unchanged,
  },
  {
    about: 'frames of a session',
    transcript: framesOf(['Hello', '{}', 'Привет', '', 'end']),
    take(messages) {
      const session = newSession('responder');
      return takenBefore(messages, (message) => {
        session.open(message);
      });
    },
    mayTake: (unchanged) => unchanged,
  },
  {
    // Whoever has the keys may say anything: it is only not to crash.
    about: 'records of a peer that has the keys',
    transcript: [
      recordOf(recordTypes.json, '{"id":1}'),
      recordOf(recordTypes.jsonFragment, '{"id":'),
      recordOf(recordTypes.jsonFragment, '2,"text":"Прив'),
      recordOf(recordTypes.json, 'ет"}'),
      recordOf(recordTypes.jsonLines, '{}\n{"id":3}'),
      recordOf(recordTypes.binary, 'bytes'),
    ],
    take(records) {
      const [peer, session] = [newSession('initiator'), newSession('responder')];
      return takenBefore(records, (record) => {
        session.open(peer.sealOne(record));
      });
    },
    mayTake: () => Infinity,
  },
];
