import { setTimeout as delay } from 'node:timers/promises';
import { startOurs } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import type { Part, PartOptions, PartResult } from '../report/part.ts';
import { ratios, summarize } from '../report/statistics.ts';

type Way = 'plain' | 'sealed' | 'bare';
const ways: readonly Way[] = ['bare', 'plain', 'sealed'];
/** With fewer, the growth is that of the heap's empty halves, and not of sockets. */
const count = 10_000;

/** The first sockets also pay for code that is compiled and pools that are made. */
const warm = Math.floor(count / 10);
/** V8 gives back what it used to start once a program has been still for some seconds. */
const settleMs = 6_000;

/** A server with the first sockets open. */
async function warmedUp(way: Way) {
  const generator = await Program.start('bench/load/generator.ts', []);
  const server = way === 'bare' ? await startBare() : await startFull();
  const job = { kind: 'listen', url: server.url, way };
  await generator.ask({ ...job, tokens: server.tokens.slice(0, warm) });
  let before = Number.NaN;
  return {
    openOthers: async (): Promise<void> => {
      before = server.program.memoryBytes();
      await generator.ask({ ...job, tokens: server.tokens.slice(warm) });
    },
    /** Bytes that the server's memory has grown by with them, a socket. */
    growth: (): number => (server.program.memoryBytes() - before) / (count - warm),
    stop: async (): Promise<void> => {
      await generator.stop();
      await server.stop();
    },
  };
}

async function startBare() {
  const program = await Program.start<{ url: string }>('bench/peers/bare-uws.ts', []);
  const stop = (): Promise<void> => program.stop();
  const tokens = Array.from({ length: count }, () => 'none');
  return { program, url: program.ready.url, tokens, stop };
}

async function startFull() {
  const { program, url, world, stop } = await startOurs({ peopleCount: count, memberships: [] });
  return { program, url, tokens: world.people.map(({ token }) => token), stop };
}

/** All three at once: they wait together. */
async function measureAll(): Promise<Record<Way, number>> {
  const [bare, plain, sealed] = [
    await warmedUp('bare'),
    await warmedUp('plain'),
    await warmedUp('sealed'),
  ];
  const all = [bare, plain, sealed];
  await delay(settleMs);
  for (const each of all) await each.openOthers();
  await delay(settleMs);
  const growths = { bare: bare.growth(), plain: plain.growth(), sealed: sealed.growth() };
  for (const each of all) await each.stop();
  return growths;
}

async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const rounds = quick ? 1 : 3;
  const bytes: Record<Way, number[]> = { bare: [], plain: [], sealed: [] };
  for (let round = 0; round < rounds; round += 1) {
    const growths = await measureAll();
    for (const way of ways) {
      bytes[way].push(growths[way]);
      progress(`${way}: ${(growths[way] / 1024).toFixed(2)} KiB a socket`);
    }
  }
  const goal = (way: Way, atMost: number) => ({
    what: `memory of an idle ${way} socket, times a raw one`,
    bound: { atMost },
    value: summarize(ratios(bytes[way], bytes.bare)),
  });
  return {
    name: 'sockets',
    figures: ways.map((way) => ({
      what: `an idle socket of ${count.toLocaleString('en')}, ${way}`,
      unit: 'KiB',
      summary: summarize(bytes[way].map((each) => each / 1024)),
    })),
    goals: [goal('plain', 2), goal('sealed', 4)],
  };
}

export const sockets: Part = { name: 'sockets', about: 'what an idle connection takes up', run };
