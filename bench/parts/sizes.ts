import { startOurs } from '../load/our-server.ts';
import type { SpreadAnswer } from '../load/crowd.ts';
import { Program } from '../load/program.ts';
import type { Figure, Goal, Part, PartOptions, PartResult, Series } from '../report/part.ts';
import { median, summarize } from '../report/statistics.ts';

type Way = 'plain' | 'sealed';
const ways: readonly Way[] = ['plain', 'sealed'];

const forms = {
  quick: {
    ways: ways.slice(0, 1),
    members: [2, 50, 1_000],
    people: [10, 1_000],
    deliveries: 5_000,
    rounds: 1,
  },
  long: {
    ways,
    members: [2, 10, 50, 200, 1_000],
    people: [10, 100, 1_000, 10_000],
    deliveries: 40_000,
    rounds: 3,
  },
};
/** Of each conversation, where it is the team that grows. */
const membersAlways = 10;
/** Of the team, where it is conversations that grow. */
const peopleAlways = 1_000;
const lanes = 32;
const flatWithin = 1.3;

/** Of one delivery, with its share of the message that was sent, in microseconds. */
interface Cost {
  /** Of the server's processor time, all threads. */
  processor: number;
  wall: number;
}

/** People in conversations of so many, each in one. */
function partition(people: number, members: number): number[][] {
  return Array.from({ length: Math.floor(people / members) }, (_, place) =>
    Array.from({ length: members }, (_member, index) => place * members + index),
  );
}

/** Everybody is there, and listens; each of the sets of conversations is measured by turns. */
async function measure(
  way: Way,
  people: number,
  sizes: readonly number[],
  { deliveries, rounds }: { deliveries: number; rounds: number },
  add: (size: number, cost: Cost) => void,
): Promise<void> {
  const sets = sizes.map((size) => partition(people, size));
  const server = await startOurs({ peopleCount: people, memberships: sets.flat() });
  const generator = await Program.start('bench/load/generator.ts', []);
  const team = server.world.people.map(({ token }) => ({ token, conversations: [] }));
  const { conversations } = server.world;
  await generator.ask({ kind: 'meet', url: server.url, way, people: team, conversations });
  const spread = async (size: number, share: number): Promise<SpreadAnswer> => {
    const places = conversations.flatMap(({ members }, place) =>
      members.length === size ? [place] : [],
    );
    const messages = Math.ceil(Math.max(lanes, (deliveries * share) / size));
    return generator.ask({ kind: 'spread', count: people, places, messages, lanes });
  };
  for (const size of sizes) await spread(size, 0.3);
  for (let round = 0; round < rounds; round += 1) {
    for (const size of sizes) {
      const began = server.program.processorSeconds();
      const answer = await spread(size, 1);
      const seconds = server.program.processorSeconds() - began;
      add(size, {
        processor: (seconds * 1e6) / answer.deliveries,
        wall: (answer.milliseconds * 1e3) / answer.deliveries,
      });
    }
  }
  await generator.stop();
  await server.stop();
}

type Axis = 'members of the conversation' | 'people of the team';

class Costs {
  readonly #all = new Map<string, Cost[]>();
  readonly of = (axis: Axis, way: Way, size: number): Cost[] =>
    this.#all.get(`${axis} ${way} ${String(size)}`) ?? [];

  add(axis: Axis, way: Way, size: number, cost: Cost): void {
    this.#all.set(`${axis} ${way} ${String(size)}`, [...this.of(axis, way, size), cost]);
  }
}

async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const form = quick ? forms.quick : forms.long;
  const costs = new Costs();
  const note = (axis: Axis, way: Way, size: number, cost: Cost): void => {
    costs.add(axis, way, size, cost);
    progress(
      `${way}, ${String(size)} ${axis}: ${cost.processor.toFixed(1)} us of processor, ` +
        `${cost.wall.toFixed(1)} us a delivery`,
    );
  };
  for (const way of form.ways) {
    await measure(way, peopleAlways, form.members, form, (size, cost) => {
      note('members of the conversation', way, size, cost);
    });
    for (const people of form.people) {
      await measure(way, people, [membersAlways], form, (_size, cost) => {
        note('people of the team', way, people, cost);
      });
    }
  }
  return resultOf(costs, form.ways, {
    'members of the conversation': form.members,
    'people of the team': form.people,
  });
}

function resultOf(
  costs: Costs,
  measured: readonly Way[],
  sizes: Record<Axis, number[]>,
): PartResult {
  const figures: Figure[] = [];
  const goals: Goal[] = [];
  const series: Series[] = [];
  for (const axis of ['members of the conversation', 'people of the team'] as const) {
    for (const way of measured) {
      const processor = (size: number) => costs.of(axis, way, size).map((cost) => cost.processor);
      for (const size of sizes[axis]) {
        const what = `a delivery, ${way}, ${size.toLocaleString('en')} ${axis}`;
        const wall = costs.of(axis, way, size).map((cost) => cost.wall);
        figures.push(
          { what: `${what}: processor time`, unit: 'us', summary: summarize(processor(size)) },
          { what: `${what}: wall time`, unit: 'us', summary: summarize(wall) },
        );
      }
      const medians = sizes[axis].map((size) => median(processor(size)));
      goals.push({
        what: `processor time of a delivery as the ${axis} become more, ${way}: at most, times the least before`,
        bound: { atMost: flatWithin },
        value: summarize([growth(medians)]),
      });
      series.push({
        name: `${way}, by ${axis}, microseconds of processor a delivery`,
        points: sizes[axis].map((size, place) => ({ x: size, y: medians[place] ?? Number.NaN })),
      });
    }
  }
  const across = 'members of the conversation, or people of the team';
  return { name: 'sizes', figures, goals, series, across };
}

/** How much dearer something got than it had been at any smaller size; 1 where it never did. */
function growth(costs: readonly number[]): number {
  let [most, least] = [1, Number.POSITIVE_INFINITY];
  for (const cost of costs) {
    least = Math.min(least, cost);
    most = Math.max(most, cost / least);
  }
  return most;
}

export const sizes: Part = { name: 'sizes', run };
