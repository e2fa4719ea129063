import { messagesOf, startBuilt } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import type { ReadsAnswer } from '../load/reads.ts';
import type { PacedAnswer } from '../load/sends.ts';
import { keptWorld } from '../seed/kept-world.ts';
import type { KeptWorld } from '../seed/kept-world.ts';
import { askers, seedSearchWorld } from '../seed/search-world.ts';
import type { Asker } from '../seed/search-world.ts';
import { leaveUnindexed, skipUnindexed, stopIndexing } from '../seed/unindexed.ts';
import type { Part, PartOptions, PartResult } from '../report/part.ts';
import { percentile, ratios, summarize } from '../report/statistics.ts';
import { searchKinds, searchRequests } from './search-requests.ts';

type Kept = KeptWorld<null>;

function open({ quick, cacheFolder, progress }: PartOptions): Kept {
  const count = quick ? 50_000 : 5_000_000;
  return keptWorld(cacheFolder, `search-${String(count)}`, (folder) => ({
    world: seedSearchWorld(folder, count, progress),
    details: null,
  }));
}

/** The latencies of a round, of each kind of search and of all of them. */
async function searchAll(
  { folder, world }: Kept,
  generator: Program<unknown>,
  { quick, progress }: PartOptions,
): Promise<Map<string, number[]>> {
  const server = await startBuilt(folder);
  const count = quick ? 10 : 40;
  const latencies = new Map<string, number[]>();
  for (const [place, kind] of searchKinds.entries()) {
    const ofKind: number[] = [];
    for (const asker of Object.keys(askers) as Asker[]) {
      const requests = searchRequests(world, { kind, asker, count, skip: place * count });
      const job = { kind: 'reads', url: server.ready.url, requests };
      const answer = await generator.ask<ReadsAnswer>(job);
      ofKind.push(...answer.latencies);
      progress(
        `${kind}, ${asker}: p50 ${answer.p50.toFixed(1)} ms, p99 ${answer.p99.toFixed(1)} ms, ` +
          `${answer.entries.toFixed(1)} found`,
      );
    }
    latencies.set(kind, ofKind);
  }
  await server.stop();
  return latencies;
}

/** Sends at an even rate, with the index as it is said to be. */
async function sendPaced(
  { folder, world }: Kept,
  generator: Program<unknown>,
  { quick }: PartOptions,
): Promise<PacedAnswer> {
  const server = await startBuilt(folder);
  const talks = world.conversations.slice(-32);
  const senders = talks.map((talk) => ({
    token: world.people[talk.members[0] ?? 0]?.token ?? '',
    path: messagesOf(talk),
  }));
  const job = { kind: 'paced', url: server.ready.url, senders, warmUpSeconds: 0 };
  const answer = await generator.ask<PacedAnswer>({
    ...job,
    perSecond: 250,
    seconds: quick ? 2 : 8,
  });
  await server.stop();
  return answer;
}

async function run(options: PartOptions): Promise<PartResult> {
  const { quick, progress } = options;
  const kept = open(options);
  const generator = await Program.start('bench/load/generator.ts', []);
  const searches: Map<string, number[]>[] = [];
  const [off, on]: [PacedAnswer[], PacedAnswer[]] = [[], []];
  for (let round = 0; round < (quick ? 1 : 3); round += 1) {
    skipUnindexed(kept);
    searches.push(await searchAll(kept, generator, options));
    stopIndexing(kept);
    off.push(await sendPaced(kept, generator, options));
    leaveUnindexed(kept, quick ? 5_000 : 30_000);
    on.push(await sendPaced(kept, generator, options));
    const [without, beside] = [off.at(-1), on.at(-1)];
    progress(
      `sends, p99 ${String(without?.p99.toFixed(1))} ms, ${String(beside?.p99.toFixed(1))} ms beside the indexing`,
    );
  }
  await generator.stop();
  return resultOf(quick ? '50,000' : '5 million', searches, off, on);
}

function resultOf(
  size: string,
  searches: readonly Map<string, number[]>[],
  off: readonly PacedAnswer[],
  on: readonly PacedAnswer[],
): PartResult {
  const p99OfKind = (kind: string) =>
    searches.map((round) => percentile(round.get(kind) ?? [], 0.99));
  const p99OfAll = searches.map((round) => percentile([...round.values()].flat(), 0.99));
  const p50OfAll = searches.map((round) => percentile([...round.values()].flat(), 0.5));
  const p99 = (answers: readonly PacedAnswer[]) => answers.map((answer) => answer.p99);
  const p50 = (answers: readonly PacedAnswer[]) => answers.map((answer) => answer.p50);
  const figure = (what: string, values: readonly number[]) => ({
    what,
    unit: 'ms',
    summary: summarize(values),
  });
  return {
    name: 'search',
    figures: [
      figure('first 20 results, all kinds, p50', p50OfAll),
      figure('first 20 results, all kinds, p99', p99OfAll),
      ...searchKinds.map((kind) => figure(`${kind}, p99`, p99OfKind(kind))),
      figure('a send with indexing off, p50', p50(off)),
      figure('a send with indexing running, p50', p50(on)),
      figure('a send with indexing off, p99', p99(off)),
      figure('a send with indexing running, p99', p99(on)),
    ],
    goals: [
      {
        what: `first 20 results of ${size} messages, p99 in ms`,
        bound: { atMost: 50 },
        value: summarize(p99OfAll),
      },
      {
        what: 'p99 of a send with indexing running, times with indexing off',
        bound: { atMost: 1.2 },
        value: summarize(ratios(p99(on), p99(off))),
      },
    ],
  };
}

export const search: Part = { name: 'search', run };
