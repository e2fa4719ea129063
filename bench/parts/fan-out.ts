import { createCipheriv, randomBytes } from 'node:crypto';
import { messagesOf, startOurs } from '../load/our-server.ts';
import type { OurServer } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import type { Goal, Part, PartOptions, PartResult, Series } from '../report/part.ts';
import { median, ratios, summarize } from '../report/statistics.ts';

const allSizes = [2, 10, 50, 500, 1_000];
const quickSizes = [50, 1_000];
/** Who send at once. Few wait for each acknowledgement: that measures the latter's time, and not deliveries. */
const sendersMax = 32;
/** At least, in the largest groups too. */
const sendsEach = 4;
/** For the difference, in the smallest group that is judged. */
const fewSenders = 8;
const judgedFrom = 50;
const frameBytes = 1_050;

type Way = 'plain' | 'sealed' | 'bare';
const ways: readonly Way[] = ['bare', 'plain', 'sealed'];

/** Frames of a message's event that this computer seals a second, with nothing around it. */
function sealingLimit(): number {
  const key = randomBytes(32);
  const frame = randomBytes(frameBytes);
  const nonce = Buffer.alloc(12);
  const count = 50_000;
  const startedAt = performance.now();
  for (let sealed = 0; sealed < count; sealed += 1) {
    nonce.writeUInt32BE(sealed, 8);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.update(frame);
    cipher.final();
    cipher.getAuthTag();
  }
  return (count * 1000) / (performance.now() - startedAt);
}

interface Servers {
  ours: OurServer;
  bare: Program<{ url: string }>;
}

interface Run {
  way: Way;
  /** Of the conversation. */
  place: number;
  deliveries: number;
  senders?: number;
}

/** Deliveries a second to all members of the conversation at that place, who all listen. */
async function rate(
  { ours, bare }: Servers,
  { way, place, deliveries, senders = sendersMax }: Run,
): Promise<number> {
  const size = ours.world.conversations[place]?.members.length ?? 0;
  const generator = await Program.start('bench/load/generator.ts', []);
  const url = way === 'bare' ? bare.ready.url : ours.url;
  const conversation = ours.world.conversations[place];
  const tokens = ours.world.people.slice(0, size).map(({ token }) => token);
  const sending = tokens.slice(0, senders);
  await generator.ask({ kind: 'listen', url, way, tokens, senders: sending.length });
  const path = way === 'bare' ? '/publish' : messagesOf(conversation);
  const job = { kind: 'fan-out', url, senders: sending.map((token) => ({ path, token })) };
  const messages = Math.max(sendsEach * senders, Math.ceil(deliveries / size));
  await generator.ask({ ...job, messages: Math.ceil(messages / 5) });
  const answer = await generator.ask<{ deliveriesPerSecond: number }>({ ...job, messages });
  await generator.stop();
  return answer.deliveriesPerSecond;
}

async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const sizes = quick ? quickSizes : allSizes;
  const people = Math.max(...sizes);
  const memberships = sizes.map((size) => Array.from({ length: size }, (_, index) => index));
  const ours = await startOurs({ peopleCount: people, memberships });
  const bare = await Program.start<{ url: string }>('bench/peers/bare-uws.ts', []);
  const rates = new Map<string, number[]>();
  const limits: number[] = [];
  const deliveries = quick ? 5_000 : 30_000;
  const note = (key: string, each: number): void => {
    rates.set(key, [...(rates.get(key) ?? []), each]);
    progress(`${key}: ${each.toFixed(0)} deliveries/s`);
  };
  for (let round = 0; round < (quick ? 1 : 5); round += 1) {
    limits.push(sealingLimit());
    for (const [place, size] of sizes.entries()) {
      for (const way of ways) {
        const key = `${way} ${String(size)} members`;
        note(key, await rate({ ours, bare }, { way, place, deliveries }));
      }
    }
    for (const way of quick ? [] : ways.slice(1)) {
      const run = { way, place: sizes.indexOf(judgedFrom), deliveries, senders: fewSenders };
      const key = `${way} ${String(judgedFrom)} members, ${String(fewSenders)} senders`;
      note(key, await rate({ ours, bare }, run));
    }
  }
  await bare.stop();
  await ours.stop();
  return resultOf(sizes, rates, limits);
}

function resultOf(
  sizes: readonly number[],
  rates: Map<string, number[]>,
  limits: number[],
): PartResult {
  const of = (way: Way, size: number): number[] =>
    rates.get(`${way} ${String(size)} members`) ?? [];
  const judged = sizes.filter((size) => size >= judgedFrom);
  const goals = judged.flatMap((size): Goal[] => [
    {
      what: `fan-out to ${String(size)}, plain, times raw uWS publish`,
      bound: { atLeast: 0.6 },
      value: summarize(ratios(of('plain', size), of('bare', size))),
    },
    {
      what: `fan-out to ${String(size)}, sealed, times AES-256-GCM alone`,
      bound: { atLeast: 0.6 },
      value: summarize(ratios(of('sealed', size), limits)),
    },
  ]);
  const series = (['plain', 'sealed'] as const).map((way): Series => ({
    name: `${way}, microseconds a delivery`,
    points: sizes.map((size) => ({ x: size, y: 1e6 / median(of(way, size)) })),
  }));
  const figures = [...rates].map(([key, values]) => ({
    what: `deliveries, ${key}`,
    unit: '/s',
    summary: summarize(values),
  }));
  figures.push({ what: 'AES-256-GCM alone', unit: ' frames/s', summary: summarize(limits) });
  return { name: 'fan-out', figures, goals, series, across: 'members of the conversation' };
}

export const fanOut: Part = { name: 'fan-out', about: 'one message to thousands who listen', run };
