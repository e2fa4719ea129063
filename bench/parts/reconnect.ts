import { diffieHellman, generateKeyPairSync } from 'node:crypto';
import { setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { ListenAnswer } from '../load/listeners.ts';
import { messagesOf, startOurs } from '../load/our-server.ts';
import type { OurServer } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import type { PacedAnswer } from '../load/sends.ts';
import { pairs } from '../peers/peer-world.ts';
import type { Part, PartOptions, PartResult } from '../report/part.ts';
import { percentile, ratios, summarize } from '../report/statistics.ts';

const crowdSize = 1_000;
/** Of the server, in a handshake of Noise XX: ee, es, se, and the making of its own passing key. */
const agreementsEach = 4;
const sendsPerSecond = 100;
const calmMs = 2_000;
const sendingSeconds = 5;
/** As `nice` counts. */
const crowdPriority = 19;

/** Seconds that the server's X25519 operations take for the crowd, with nothing around them. */
function agreementSeconds(): number {
  const one = generateKeyPairSync('x25519');
  const other = generateKeyPairSync('x25519');
  const startedAt = performance.now();
  for (let index = 0; index < crowdSize; index += 1) {
    diffieHellman({ privateKey: one.privateKey, publicKey: other.publicKey });
  }
  return ((performance.now() - startedAt) * agreementsEach) / 1000;
}

interface Round {
  /** 99 of 100 of the others' sends are acknowledged within so many milliseconds. */
  calm: number;
  crowded: number;
  /** Until the whole crowd was back. */
  seconds: number;
  /** Of the server meanwhile, in seconds, with what the others asked for. */
  processor: number;
}

/** Others send evenly; the crowd comes in the middle of it. */
async function round(
  { url, program, world }: OurServer,
  others: Program<unknown>,
  job: object,
): Promise<Round> {
  const tokens = world.people.map(({ token }) => token);
  const crowd = await Program.start('bench/load/generator.ts', []);
  // A thousand computers of their own: on this one they must not take what the server needs.
  setPriority(crowd.pid, crowdPriority);
  await crowd.ask({ kind: 'device-keys', count: tokens.length });
  const sending = others.ask<PacedAnswer>(job);
  await delay(calmMs);
  const processorBefore = program.processorSeconds();
  const opened = await crowd.ask<ListenAnswer>({ kind: 'listen', url, way: 'sealed', tokens });
  const processor = program.processorSeconds() - processorBefore;
  const { sends } = await sending;
  await crowd.stop();
  const backAt = opened.beganAt + opened.milliseconds;
  const p99 = (belongs: (at: number) => boolean): number =>
    percentile(
      sends.filter(({ at }) => belongs(at)).map(({ latency }) => latency),
      0.99,
    );
  return {
    calm: p99((at) => at < opened.beganAt),
    crowded: p99((at) => at >= opened.beganAt && at < backAt),
    seconds: opened.milliseconds / 1000,
    processor,
  };
}

async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const server = await startOurs({ peopleCount: crowdSize, memberships: pairs(crowdSize) });
  const { url, world } = server;
  const others = await Program.start('bench/load/generator.ts', []);
  const senders = world.people.slice(0, 16).map(({ token }, place) => ({
    token,
    path: messagesOf(world.conversations[Math.floor(place / 2)]),
  }));
  const paced = { kind: 'paced', url, senders, sealed: true, perSecond: sendsPerSecond };
  const job = { ...paced, warmUpSeconds: 0, seconds: sendingSeconds };
  const rounds: Round[] = [];
  const agreements: number[] = [];
  for (let count = 0; count < (quick ? 2 : 15); count += 1) {
    const one = await round(server, others, job);
    rounds.push(one);
    agreements.push(agreementSeconds());
    progress(
      `${String(crowdSize)} were back after ${one.seconds.toFixed(2)} s; ` +
        `others ${one.crowded.toFixed(1)} ms instead of ${one.calm.toFixed(1)} ms`,
    );
  }
  await others.stop();
  await server.stop();
  const column = (name: keyof Round) => rounds.map((each) => each[name]);
  return resultOf({
    calm: column('calm'),
    crowded: column('crowded'),
    seconds: column('seconds'),
    processor: column('processor'),
    agreements,
  });
}

function resultOf(all: Record<keyof Round | 'agreements', number[]>): PartResult {
  return {
    name: 'reconnect',
    figures: [
      { what: 'others, p99, in calm', unit: 'ms', summary: summarize(all.calm) },
      { what: 'others, p99, as 1,000 come back', unit: 'ms', summary: summarize(all.crowded) },
      { what: 'until 1,000 are back', unit: 's', summary: summarize(all.seconds) },
      {
        what: 'processor time of the server meanwhile, all threads',
        unit: 's',
        summary: summarize(all.processor),
      },
      { what: 'their X25519 alone', unit: 's', summary: summarize(all.agreements) },
    ],
    goals: [
      {
        what: '1,000 sealed clients reconnect, times their X25519',
        bound: { atMost: 2 },
        value: summarize(ratios(all.seconds, all.agreements)),
      },
      {
        what: "other people's p99 meanwhile, times calm",
        bound: { atMost: 2 },
        value: summarize(ratios(all.crowded, all.calm)),
      },
    ],
  };
}

export const reconnect: Part = { name: 'reconnect', about: 'a crowd that comes back at once', run };
