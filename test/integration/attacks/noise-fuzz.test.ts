import { expect, it } from 'vitest';
import { NoiseError } from '#protocol/noise/noise-error.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { SealedHandshake } from '#protocol/noise/sealed-handshake.ts';
import type { SealedSession } from '#protocol/noise/sealed-session.ts';
import { BlockCoverage } from '../../support/fuzz/block-coverage.ts';
import { Dice } from '../../support/fuzz/dice.ts';
import { mutated } from '../../support/fuzz/mutate.ts';

/** By hand: NOISE_MUTATIONS=10000000 NOISE_SEED=… npm run test:integration -- noise-fuzz */
const mutations = Number(process.env['NOISE_MUTATIONS'] ?? 2_000);
const seed = Number(process.env['NOISE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const timeoutMs = 120_000 + mutations * 5;
const batch = 50;
const bounds = { receiveMaxBytes: 100_000, rekeyAfterMessages: 3 };

const secrets = [1, 2, 3, 4].map((value) => new Uint8Array(32).fill(value));
const [clientStatic, clientEphemeral, serverStatic, serverEphemeral] = secrets as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

/** The same keys each time: a transcript stays true until it is changed. */
function newSide(role: 'initiator' | 'responder'): SealedHandshake {
  const isClient = role === 'initiator';
  return new SealedHandshake({
    primitives: nodePrimitives,
    role,
    staticKey: nodePrimitives.importKey(isClient ? clientStatic : serverStatic),
    ephemeralKey: nodePrimitives.importKey(isClient ? clientEphemeral : serverEphemeral),
  });
}

interface Sessions {
  client: SealedSession;
  server: SealedSession;
  /** The three messages of the handshake. */
  handshake: Uint8Array[];
}

function newSessions(): Sessions {
  const client = newSide('initiator');
  const server = newSide('responder');
  const first = client.write();
  server.read(first);
  const second = server.write();
  client.read(second);
  const third = client.write();
  server.read(third);
  return {
    client: client.finish(bounds),
    server: server.finish(bounds),
    handshake: [first, second, third],
  };
}

/** What it let through before it refused. @throws anything but NoiseError: a crash */
type Target = (messages: readonly Uint8Array[]) => number;

/** Runs until something is refused. @returns how many were taken */
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

const { client: sender, handshake } = newSessions();
const [first, second, third] = handshake as [Uint8Array, Uint8Array, Uint8Array];
const frames = ['Hello', '{}', 'Привет', '', 'end'].flatMap((text) => sender.sealJson(text));

const toServer: Target = (messages) => {
  const server = newSide('responder');
  let step = 0;
  return takenBefore(messages, (message) => {
    server.read(message);
    step += 1;
    if (step === 1) server.write();
  });
};

const toClient: Target = (messages) => {
  const client = newSide('initiator');
  client.write();
  return takenBefore(messages, (message) => {
    client.read(message);
  });
};

const toSession: Target = (messages) => {
  const { server } = newSessions();
  return takenBefore(messages, (message) => {
    server.open(message);
  });
};

/** While blocks are counted everything is several times slower: it only finds what to change. */
const guidedMutations = 1_000;

/** Changes what reached new blocks again and again. @returns each input that got further than it may */
async function fuzz(
  target: Target,
  transcript: readonly Uint8Array[],
  count: number,
): Promise<string[]> {
  const dice = new Dice(seed);
  const corpus: (readonly Uint8Array[])[] = [transcript];
  const accepted: string[] = [];
  const coverage = new BlockCoverage('/protocol/noise/');
  await coverage.start();
  for (let done = 0; done < count; done += batch) {
    const inputs = Array.from({ length: batch }, () => mutated(dice.pick(corpus), dice));
    for (const input of inputs) {
      const unchanged = input.findIndex(
        (message, index) => Buffer.compare(message, transcript[index] ?? Buffer.alloc(0)) !== 0,
      );
      const mayTake = unchanged === -1 ? transcript.length : unchanged;
      const taken = target(input);
      // The first message of a handshake is open to anybody: only what follows can tell.
      const isOpenFirst = target === toServer && mayTake === 0 && taken === 1;
      if (taken > mayTake && !isOpenFirst) {
        accepted.push(input.map((message) => Buffer.from(message).toString('hex')).join(' '));
      }
    }
    if (done < guidedMutations && (await coverage.newBlocks()) > 0) corpus.push(...inputs);
    if (done + batch === guidedMutations) await coverage.stop();
  }
  expect(corpus.length).toBeGreaterThan(1);
  return accepted;
}

it.each<[string, Target, readonly Uint8Array[]]>([
  ['what a server reads of a handshake', toServer, [first, third]],
  ['what a client reads of a handshake', toClient, [second]],
  ['frames of a session', toSession, frames],
])(
  `%s, changed ${String(mutations)} times, seed ${String(seed)}: no crash, nothing accepted`,
  async (_, target, transcript) => {
    expect(target(transcript)).toBe(transcript.length);
    expect(await fuzz(target, transcript, mutations)).toEqual([]);
  },
  timeoutMs,
);
