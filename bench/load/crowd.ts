import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '#protocol/limits.ts';
import { percentile } from '../report/statistics.ts';
import { Person } from './person.ts';
import type { Meeting } from './person.ts';
import { HttpPool, openPlainLine, openSealedLine } from './person-line.ts';
import { actionsPerPost, pickAction } from './load-mix.ts';
import type { Action } from './load-mix.ts';

export interface GatherJob {
  url: string;
  way: 'plain' | 'sealed';
  people: {
    token: string;
    /** Places in `conversations`, by kind. */
    conversations: number[][];
  }[];
  /** All that there are. `members` are places in the team, in order. */
  conversations: { id: string; members: number[] }[];
}

export interface CrowdJob {
  /** How many of those who were gathered take part: the first. */
  count: number;
  seconds: number;
  /** Not counted. */
  warmUpSeconds: number;
}

export interface CrowdAnswer {
  /** That were counted. */
  seconds: number;
  requests: number;
  /** Requests that failed, and deliveries that did not come. */
  errors: number;
  /** One of them, for whoever looks into it. */
  anError: string | null;
  posts: number;
  deliveries: number;
  /** From when somebody would have done it to the answer, in milliseconds. */
  average: number;
  p99: number;
  /** The same by what was done. */
  p99Of: Record<string, number>;
  generatorLoad: number;
}

export interface SpreadJob {
  /** The first so many are there. */
  count: number;
  /** Of the conversations that are sent to, by turns. */
  places: number[];
  messages: number;
  /** How many wait for an acknowledgement at once. */
  lanes: number;
}

export interface SpreadAnswer {
  deliveries: number;
  milliseconds: number;
}

const openingAtOnce = 50;
const answersMaxMs = 10_000;

/** People with sockets open who do what people do. */
class Crowd {
  readonly #job: GatherJob;
  readonly #meetings: Meeting[];
  readonly #pool: HttpPool;
  readonly #people: Person[] = [];
  #delivered = 0;
  /** The place of the next whose socket is opened. */
  #opening = 0;
  #second = 0;
  readonly #beats: NodeJS.Timeout;

  constructor(job: GatherJob) {
    this.#job = job;
    this.#meetings = job.conversations.map(({ id, members }) => ({ id, members, newest: null }));
    this.#pool = new HttpPool(new URL(job.url));
    // Whatever is measured, and between: the server ends sockets that say nothing.
    this.#beats = setInterval(() => {
      this.#beat();
    }, 1_000);
  }

  /** Sockets of the first `count`, and of nobody else. */
  async gather(count: number): Promise<void> {
    for (const person of this.#people.splice(count)) person.line.close();
    const open = async (): Promise<void> => {
      for (let place = this.#next(count); place !== null; place = this.#next(count)) {
        this.#people[place] = await this.#open(place);
      }
    };
    this.#opening = this.#people.length;
    await Promise.all(Array.from({ length: openingAtOnce }, open));
  }

  #next(count: number): number | null {
    if (this.#opening >= count) return null;
    this.#opening += 1;
    return this.#opening - 1;
  }

  async #open(place: number): Promise<Person> {
    const { people, way } = this.#job;
    const { token = '', conversations = [] } = people[place] ?? {};
    const hear = (): void => {
      this.#delivered += 1;
    };
    const line =
      way === 'plain'
        ? await openPlainLine(this.#pool, token, hear)
        : await openSealedLine(this.#pool.url, token, hear);
    const meetings = conversations.map((kind) =>
      kind.flatMap((index) => this.#meetings[index] ?? []),
    );
    return new Person(line, meetings);
  }

  async run({ count, seconds, warmUpSeconds }: CrowdJob): Promise<CrowdAnswer> {
    await this.gather(count);
    const run = new Run(count);
    await this.#act(run, warmUpSeconds);
    await run.settle();
    this.#delivered = 0;
    run.begin();
    const processor = process.cpuUsage();
    await this.#act(run, seconds);
    const { user, system } = process.cpuUsage(processor);
    await run.settle();
    for (let waited = 0; this.#delivered < run.expected && waited < answersMaxMs; waited += 50) {
      await delay(50);
    }
    return { seconds, ...run.result(this.#delivered, (user + system) / 1e6 / seconds) };
  }

  /** Messages to the conversations, so many on their way at once, until all have been delivered. */
  async spread({ count, places, messages, lanes }: SpreadJob): Promise<SpreadAnswer> {
    await this.gather(count);
    const meetings = places.flatMap((place) => this.#meetings[place] ?? []);
    this.#delivered = 0;
    let [expected, waiting] = [0, messages];
    const startedAt = performance.now();
    const lane = async (): Promise<void> => {
      for (; waiting > 0;) {
        waiting -= 1;
        const meeting = meetings[waiting % meetings.length];
        const sender = meeting?.members[waiting % meeting.members.length];
        const person = this.#people[sender ?? -1];
        if (meeting === undefined || person === undefined) throw new Error('nobody sends');
        expected += meeting.members.length;
        await person.send(meeting);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const endsAt = performance.now() + answersMaxMs;
    while (this.#delivered < expected && performance.now() < endsAt) await delay(1);
    if (this.#delivered < expected) throw new Error('not every message was delivered');
    return { deliveries: expected, milliseconds: performance.now() - startedAt };
  }

  /** Each when it is due, whether or not the last has been answered. */
  async #act(run: Run, seconds: number): Promise<void> {
    const perMillisecond = (run.count * actionsPerPost) / 60_000;
    const endsAt = performance.now() + seconds * 1000;
    for (let dueAt = performance.now(); dueAt < endsAt;) {
      dueAt += -Math.log(1 - Math.random()) / perMillisecond;
      const waitMs = dueAt - performance.now();
      if (waitMs > 1) await delay(waitMs);
      const person = this.#people[Math.floor(Math.random() * run.count)];
      if (person !== undefined) run.add(person, pickAction(), dueAt);
    }
  }

  #beat(): void {
    this.#second += 1;
    const every = limits.heartbeatIntervalSeconds;
    for (let place = this.#second % every; place < this.#people.length; place += every) {
      this.#people[place]?.line.heartbeat();
    }
  }

  close(): void {
    clearInterval(this.#beats);
    for (const person of this.#people) person.line.close();
    this.#pool.close();
  }
}

/** What is done, and how it went. */
class Run {
  readonly count: number;
  /** Deliveries that are to come. */
  expected = 0;
  #posts = 0;
  #latencies = new Map<Action, number[]>();
  #errors: string[] = [];
  readonly #underway = new Set<Promise<void>>();

  constructor(count: number) {
    this.count = count;
  }

  begin(): void {
    this.expected = 0;
    this.#posts = 0;
    this.#errors = [];
    this.#latencies = new Map();
  }

  add(person: Person, action: Action, dueAt: number): void {
    const one = person
      .act(action, dueAt, {
        answered: (beganAt) => {
          const all = this.#latencies.get(action) ?? [];
          all.push(performance.now() - beganAt);
          this.#latencies.set(action, all);
        },
        posted: ({ members }) => {
          this.#posts += 1;
          this.expected += members.filter((place) => place < this.count).length;
        },
      })
      .catch((cause: unknown) => {
        this.#errors.push(`${action}: ${String(cause)}`);
      })
      .finally(() => {
        this.#underway.delete(one);
      });
    this.#underway.add(one);
  }

  /** Answers that do not come in time are found missing. */
  async settle(): Promise<void> {
    const late = delay(answersMaxMs, undefined, { ref: false });
    await Promise.race([Promise.all(this.#underway), late]);
  }

  result(delivered: number, generatorLoad: number): Omit<CrowdAnswer, 'seconds'> {
    const all = [...this.#latencies.values()].flat();
    const missing = Math.max(0, this.expected - delivered) + this.#underway.size;
    return {
      requests: all.length,
      errors: this.#errors.length + missing,
      anError: this.#errors[0] ?? null,
      posts: this.#posts,
      deliveries: delivered,
      average: all.reduce((sum, each) => sum + each, 0) / all.length,
      p99: percentile(all, 0.99),
      p99Of: Object.fromEntries(
        [...this.#latencies].map(([action, each]) => [action, percentile(each, 0.99)]),
      ),
      generatorLoad,
    };
  }
}

let crowd: Crowd | null = null;

function gathered(): Crowd {
  if (crowd === null) throw new Error('nobody is there');
  return crowd;
}

/** Says who there are. */
export function meet(job: GatherJob): { people: number } {
  crowd?.close();
  crowd = new Crowd(job);
  return { people: job.people.length };
}

export function runCrowd(job: CrowdJob): Promise<CrowdAnswer> {
  return gathered().run(job);
}

export function spreadMessages(job: SpreadJob): Promise<SpreadAnswer> {
  return gathered().spread(job);
}
