import { diffieHellman, generateKeyPairSync } from 'node:crypto';
import { messagesOf, startOurs } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import { pairs } from '../peers/peer-world.ts';
import type { Part, PartOptions, PartResult } from '../report/part.ts';
import { ratios, summarize } from '../report/statistics.ts';

const crowdSize = 1_000;
/** Of the server, in a handshake of Noise XX: ee, es, se, and the making of its own passing key. */
const agreementsEach = 4;
const sendsPerSecond = 50;

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

interface Latency {
  p50: number;
  p99: number;
}

async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const server = await startOurs({ peopleCount: crowdSize, memberships: pairs(crowdSize) });
  const { url, world } = server;
  const others = await Program.start('bench/load/generator.ts', []);
  const senders = world.people.slice(0, 8).map(({ token }, place) => ({
    token,
    path: messagesOf(world.conversations[Math.floor(place / 2)]),
  }));
  const paced = { kind: 'paced', url, senders, sealed: true, perSecond: sendsPerSecond };
  const calm: number[] = [];
  const crowded: number[] = [];
  const seconds: number[] = [];
  const agreements: number[] = [];
  for (let round = 0; round < (quick ? 2 : 7); round += 1) {
    const job = { ...paced, warmUpSeconds: 0, seconds: quick ? 2 : 4 };
    calm.push((await others.ask<Latency>(job)).p99);
    const crowd = await Program.start('bench/load/generator.ts', []);
    const latencies = others.ask<Latency>(job);
    const tokens = world.people.map(({ token }) => token);
    const opened = await crowd.ask<{ milliseconds: number }>({
      kind: 'listen',
      url,
      way: 'sealed',
      tokens,
    });
    crowded.push((await latencies).p99);
    seconds.push(opened.milliseconds / 1000);
    agreements.push(agreementSeconds());
    await crowd.stop();
    progress(`${String(crowdSize)} were back after ${(opened.milliseconds / 1000).toFixed(2)} s`);
  }
  await others.stop();
  await server.stop();
  return resultOf({ calm, crowded, seconds, agreements });
}

function resultOf(
  all: Record<'calm' | 'crowded' | 'seconds' | 'agreements', number[]>,
): PartResult {
  return {
    name: 'reconnect',
    figures: [
      { what: 'others, p99, in calm', unit: 'ms', summary: summarize(all.calm) },
      { what: 'others, p99, as 1,000 come back', unit: 'ms', summary: summarize(all.crowded) },
      { what: 'until 1,000 are back', unit: 's', summary: summarize(all.seconds) },
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

export const reconnect: Part = { name: 'reconnect', run };
