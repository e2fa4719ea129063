import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBuilt, messagesOf } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import type { ReadsAnswer, ReadsJob } from '../load/reads.ts';
import { writeHistory } from '../seed/history.ts';
import { seedWorld } from '../seed/world.ts';
import type { World } from '../seed/world.ts';
import type { Figure, Goal, Part, PartOptions, PartResult } from '../report/part.ts';
import { ratios, summarize } from '../report/statistics.ts';

const reads = ['newest 50', '50 around an old message', 'conversation list'] as const;
type Read = (typeof reads)[number];

/** People with as many conversations each, whatever the size: what grows is the history. */
const peopleCount = 200;
const conversationsEach = 20;

interface Filled {
  count: number;
  folder: string;
  world: World;
  remembered: { conversation: number; id: string }[];
}

function fill(count: number): Filled {
  const folder = mkdtempSync(join(tmpdir(), 'future-talk-bench-'));
  const memberships = Array.from({ length: (peopleCount * conversationsEach) / 2 }, (_, index) => {
    const one = index % peopleCount;
    return [one, (one + 1 + Math.floor(index / peopleCount)) % peopleCount];
  });
  let remembered: Filled['remembered'] = [];
  const world = seedWorld(folder, peopleCount, memberships, (database, seeded) => {
    remembered = writeHistory(database, seeded, count);
  });
  return { count, folder, world, remembered };
}

function requestsFor(read: Read, { world, remembered }: Filled, count: number) {
  return Array.from({ length: count }, (): ReadsJob['requests'][number] => {
    const old = remembered[Math.floor(Math.random() * remembered.length)];
    const conversation = world.conversations[old?.conversation ?? 0];
    const token = world.people[conversation?.members[0] ?? 0]?.token ?? '';
    const query = 'limit=50&mark_read=false';
    if (read === 'conversation list') return { path: '/api/v1/messages/conversations', token };
    const around = read === 'newest 50' ? '' : `&around_message_id=${old?.id ?? ''}`;
    return { path: `${messagesOf(conversation)}?${query}${around}`, token };
  });
}

async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const sizes = quick ? [10_000, 200_000] : [10_000, 1_000_000, 10_000_000];
  const filled = sizes.map((count) => {
    progress(`writing ${count.toLocaleString('en')} messages`);
    return fill(count);
  });
  const generator = await Program.start('bench/load/generator.ts', []);
  const starts = new Map<number, number[]>(sizes.map((count) => [count, []]));
  const answers = new Map<string, number[]>();
  for (let round = 0; round < (quick ? 3 : 7); round += 1) {
    for (const each of filled) {
      const startedAt = performance.now();
      const server = await startBuilt(each.folder);
      starts.get(each.count)?.push(performance.now() - startedAt);
      for (const read of reads) {
        const requests = requestsFor(read, each, quick ? 150 : 1_000);
        const job = { kind: 'reads', url: server.ready.url, requests };
        const { p99 } = await generator.ask<ReadsAnswer>(job);
        const key = `${read} of ${each.count.toLocaleString('en')}`;
        answers.set(key, [...(answers.get(key) ?? []), p99]);
        progress(`${key}: p99 ${p99.toFixed(1)} ms`);
      }
      await server.stop();
    }
  }
  await generator.stop();
  for (const { folder } of filled) rmSync(folder, { recursive: true, force: true });
  return resultOf(sizes, starts, answers);
}

function resultOf(
  sizes: readonly number[],
  starts: Map<number, number[]>,
  answers: Map<string, number[]>,
): PartResult {
  const named = (count: number | undefined): string => (count ?? 0).toLocaleString('en');
  const [least, most] = [sizes[0] ?? 0, sizes.at(-1) ?? 0];
  const of = (read: Read, count: number): number[] =>
    answers.get(`${read} of ${named(count)}`) ?? [];
  const figures: Figure[] = [...answers].map(([key, values]) => ({
    what: `${key}, p99`,
    unit: 'ms',
    summary: summarize(values),
  }));
  for (const [count, values] of starts) {
    const what = `start to serving with ${named(count)} messages`;
    figures.push({ what, unit: 'ms', summary: summarize(values) });
  }
  const goals: Goal[] = reads.map((read) => ({
    what: `${read}, p99 at ${named(most)} messages, times at ${named(least)}`,
    bound: { atMost: 1.5 },
    value: summarize(ratios(of(read, most), of(read, least))),
  }));
  goals.push({
    what: `start to serving with ${named(most)} messages, times with ${named(least)}`,
    bound: { atMost: 1.3 },
    value: summarize(ratios(starts.get(most) ?? [], starts.get(least) ?? [])),
  });
  return { name: 'history', figures, goals };
}

export const history: Part = { name: 'history', run };
