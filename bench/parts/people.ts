import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CrowdAnswer } from '../load/crowd.ts';
import { startBuilt } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import type { Figure, Goal, Part, PartOptions, PartResult } from '../report/part.ts';
import { summarize } from '../report/statistics.ts';
import { seedTeam } from '../seed/kept-team.ts';

type Way = 'plain' | 'sealed';

/** Mattermost's, within which a server counts as healthy. */
const healthy = { averageMs: 100, p99Ms: 2_000, errorShare: 0.000_25 };
const goalPeople = 5_000;
const mebibyte = 1_048_576;

const forms = {
  quick: { teamSize: 1_000, first: 1_000, stepsMax: 1, seconds: 6, warmUpSeconds: 2 },
  long: { teamSize: 6_000, first: 3_000, stepsMax: 4, seconds: 60, warmUpSeconds: 6 },
};
/** How near the carried number and the one that is too much come to each other, at best. */
const nearness = 500;

interface Step {
  count: number;
  answer: CrowdAnswer;
  /** Processors of the server, of all its threads. */
  processors: number;
  /** MiB that the server's memory has before anybody comes, and at the end. */
  mebibytesBefore: number;
  mebibytes: number;
}

function isHealthy({ answer }: Step): boolean {
  return (
    answer.average <= healthy.averageMs &&
    answer.p99 <= healthy.p99Ms &&
    answer.errors <= healthy.errorShare * answer.requests
  );
}

function describe({ count, answer, processors }: Step): string {
  const kinds = Object.entries(answer.p99Of).map(([kind, p99]) => `${kind} ${p99.toFixed(0)}`);
  return (
    `${String(count)} people: average ${answer.average.toFixed(1)} ms, p99 ${answer.p99.toFixed(0)} ms ` +
    `(${kinds.join(', ')}), ${String(answer.errors)} errors in ${String(answer.requests)} requests` +
    `${answer.anError === null ? '' : ` (${answer.anError})`}, ${String(answer.deliveries)} deliveries; ` +
    `server ${processors.toFixed(2)} processors, generator ${answer.generatorLoad.toFixed(2)}`
  );
}

/** The most that was carried, the least that was too much, and every step on the way. */
async function climb(
  { first, stepsMax, teamSize }: (typeof forms)['long'],
  measure: (count: number) => Promise<Step>,
): Promise<Step[]> {
  const steps: Step[] = [];
  let [carried, tooMany] = [0, teamSize + nearness];
  for (let count = first; steps.length < stepsMax;) {
    const step = await measure(count);
    steps.push(step);
    if (isHealthy(step)) carried = count;
    else tooMany = count;
    if (tooMany - carried <= nearness) break;
    const middle = (carried + tooMany) / 2;
    count = Math.min(teamSize, Math.round(middle / nearness) * nearness);
  }
  return steps;
}

async function run(way: Way, { quick, progress, cacheFolder }: PartOptions): Promise<PartResult> {
  const form = quick ? forms.quick : forms.long;
  progress(`writing a team of ${String(form.teamSize)}`);
  const { folder, people: team, conversations } = seedTeam(form.teamSize, cacheFolder);
  const file = join(folder, 'future-talk.db');
  const bytesBefore = statSync(file).size;
  const steps = await climb(form, async (count) => {
    // A server of its own each time: requests that too many have left behind are not the next ones' to wait for.
    const server = await startBuilt(folder);
    const generator = await Program.start('bench/load/generator.ts', []);
    const { url } = server.ready;
    await generator.ask({ kind: 'meet', url, way, people: team, conversations });
    const mebibytesBefore = server.memoryBytes() / mebibyte;
    await generator.ask({ kind: 'crowd', count, seconds: 0, warmUpSeconds: 0 });
    const began = server.processorSeconds();
    const { seconds, warmUpSeconds } = form;
    const job = { kind: 'crowd', count, seconds, warmUpSeconds };
    const answer = await generator.ask<CrowdAnswer>(job);
    const processors = (server.processorSeconds() - began) / (seconds + warmUpSeconds);
    const mebibytes = server.memoryBytes() / mebibyte;
    const step = { count, answer, processors, mebibytesBefore, mebibytes };
    progress(describe(step));
    await generator.stop();
    await server.stop();
    return step;
  });
  const posts = steps.reduce((sum, { answer }) => sum + answer.posts, 0);
  const bytesEach = (statSync(file).size - bytesBefore) / posts;
  rmSync(folder, { recursive: true, force: true });
  return resultOf(way, steps, { quick, bytesEach });
}

function figuresOf(name: string, { answer, processors, mebibytes }: Step): Figure[] {
  const one = (what: string, unit: string, value: number) => ({
    what: `${name}: ${what}`,
    unit,
    summary: summarize([value]),
  });
  return [
    one('average', 'ms', answer.average),
    one('p99', 'ms', answer.p99),
    one('errors', '%', (100 * answer.errors) / answer.requests),
    one('requests', '/s', answer.requests / answer.seconds),
    one('messages sent', '/s', answer.posts / answer.seconds),
    one('deliveries', '/s', answer.deliveries / answer.seconds),
    one('processors that the server uses', '', processors),
    one('processors that the generator uses', '', answer.generatorLoad),
    one('memory of the server', 'MiB', mebibytes),
  ];
}

function resultOf(
  way: Way,
  steps: readonly Step[],
  { quick, bytesEach }: { quick: boolean; bytesEach: number },
): PartResult {
  const byCount = [...steps].sort((one, other) => other.count - one.count);
  const carried = byCount.find(isHealthy);
  const figures = carried === undefined ? [] : figuresOf('the most that were carried', carried);
  for (const step of byCount.filter((each) => each !== carried)) {
    figures.push(...figuresOf(`${step.count.toLocaleString('en')} people`, step));
  }
  const [most] = byCount;
  const memory =
    most === undefined ? Number.NaN : (most.mebibytes - most.mebibytesBefore) / most.count;
  figures.push(
    {
      what: 'memory, a thousand people who are there',
      unit: 'MiB',
      summary: summarize([memory * 1000]),
    },
    {
      what: 'disk, a million messages with everything that belongs to them',
      unit: 'GiB',
      summary: summarize([(bytesEach * 1e6) / 1024 ** 3]),
    },
  );
  const goal: Goal = {
    what: `people carried, ${way}`,
    bound: { atLeast: goalPeople },
    value: quick ? null : summarize([carried?.count ?? 0]),
    ...(quick && { note: 'found in the long form only' }),
  };
  return { name: way === 'plain' ? 'people' : 'people-sealed', figures, goals: [goal] };
}

export const people: Part = { name: 'people', run: (options) => run('plain', options) };
export const peopleSealed: Part = {
  name: 'people-sealed',
  longOnly: true,
  run: (options) => run('sealed', options),
};
