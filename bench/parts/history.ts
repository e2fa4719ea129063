import { startBuilt, messagesOf } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import type { ReadsAnswer, ReadsJob } from '../load/reads.ts';
import { writeHistory } from '../seed/history.ts';
import type { Remembered } from '../seed/history.ts';
import { keptWorld } from '../seed/kept-world.ts';
import { seedWorld } from '../seed/world.ts';
import type { World } from '../seed/world.ts';
import type { Figure, Goal, Part, PartOptions, PartResult } from '../report/part.ts';
import { ratios, summarize } from '../report/statistics.ts';

const reads = ['newest 50', '50 around an old message', 'conversation list'] as const;
type Read = (typeof reads)[number];

/** People with as many conversations each, whatever the size: what grows is the history. */
const peopleCount = 200;
const conversationsEach = 20;
/** A page of 50 shall be the same work in a short history: where there is not as much for all, few have it. */
const longEnough = 250;

interface Filled {
  count: number;
  folder: string;
  world: World;
  remembered: Remembered[];
}

function fill(count: number, { cacheFolder, progress }: PartOptions): Filled {
  const memberships = Array.from({ length: (peopleCount * conversationsEach) / 2 }, (_, index) => {
    const one = index % peopleCount;
    return [one, (one + 1 + Math.floor(index / peopleCount)) % peopleCount];
  });
  const { folder, world, details } = keptWorld(cacheFolder, `history-${String(count)}`, (empty) => {
    const startedAt = performance.now();
    let remembered: Remembered[] = [];
    const seeded = seedWorld(empty, peopleCount, memberships, (database, started) => {
      remembered = writeHistory(database, started, count, { weights: weightsFor(count) });
    });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    progress(`${count.toLocaleString('en')} messages were written in ${seconds} s`);
    return { world: seeded, details: remembered };
  });
  return { count, folder, world, remembered: details };
}

function weightsFor(messageCount: number): number[] {
  const conversations = (peopleCount * conversationsEach) / 2;
  const long = Math.min(conversations, Math.floor((messageCount - conversations) / longEnough));
  return Array.from({ length: conversations }, (_, place) => (place < long ? longEnough + 1 : 1));
}

/** A server that has been started before and on which nobody is. */
function fillNothing({ cacheFolder }: PartOptions): string {
  return keptWorld(cacheFolder, 'empty', (empty) => ({
    world: seedWorld(empty, 0, []),
    details: null,
  })).folder;
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

async function startTimed(folder: string) {
  const startedAt = performance.now();
  const server = await startBuilt(folder);
  return { server, tookMs: performance.now() - startedAt };
}

/** Milliseconds of each round by what was measured. */
class Measured {
  readonly byName = new Map<string, number[]>();

  add(name: string, value: number): void {
    this.byName.set(name, [...(this.byName.get(name) ?? []), value]);
  }

  of(name: string): number[] {
    return this.byName.get(name) ?? [];
  }
}

async function run(options: PartOptions): Promise<PartResult> {
  const { quick, progress } = options;
  const sizes = quick ? [10_000, 200_000] : [10_000, 1_000_000, 10_000_000];
  const empty = fillNothing(options);
  const filled = sizes.map((count) => fill(count, options));
  const generator = await Program.start('bench/load/generator.ts', []);
  const starts = new Measured();
  const answers = new Measured();
  for (let round = 0; round < (quick ? 2 : 5); round += 1) {
    const nothing = await startTimed(empty);
    starts.add(named(0), nothing.tookMs);
    await nothing.server.stop();
    for (const each of filled) {
      const { server, tookMs } = await startTimed(each.folder);
      starts.add(named(each.count), tookMs);
      progress(`${named(each.count)}: start to serving ${tookMs.toFixed(0)} ms`);
      for (const read of reads) {
        const requests = requestsFor(read, each, quick ? 150 : 700);
        const job = { kind: 'reads', url: server.ready.url, requests };
        const { p99 } = await generator.ask<ReadsAnswer>(job);
        answers.add(`${read} of ${named(each.count)}`, p99);
        progress(`${read} of ${named(each.count)}: p99 ${p99.toFixed(1)} ms`);
      }
      await server.stop();
    }
  }
  await generator.stop();
  return resultOf(sizes, starts, answers);
}

function named(count: number | undefined): string {
  return count === 0 ? 'no messages' : `${(count ?? 0).toLocaleString('en')} messages`;
}

function resultOf(sizes: readonly number[], starts: Measured, answers: Measured): PartResult {
  const [least, most] = [sizes[0], sizes.at(-1)];
  const figures: Figure[] = [...answers.byName].map(([key, values]) => ({
    what: `${key}, p99`,
    unit: 'ms',
    summary: summarize(values),
  }));
  for (const [count, values] of starts.byName) {
    const what = `start to serving with ${count}`;
    figures.push({ what, unit: 'ms', summary: summarize(values) });
  }
  const goals: Goal[] = reads.map((read) => ({
    what: `${read}, p99 at ${named(most)}, times at ${named(least)}`,
    bound: { atMost: 1.5 },
    value: summarize(
      ratios(answers.of(`${read} of ${named(most)}`), answers.of(`${read} of ${named(least)}`)),
    ),
  }));
  goals.push({
    what: `start to serving with ${named(most)}, times with none`,
    bound: { atMost: 1.3 },
    value: summarize(ratios(starts.of(named(most)), starts.of(named(0)))),
  });
  return { name: 'history', figures, goals };
}

export const history: Part = {
  name: 'history',
  about: 'reading and sending with a long history behind',
  run,
};
