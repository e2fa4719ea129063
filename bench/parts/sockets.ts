import { writeFileSync } from 'node:fs';
import { HeapInspector } from '../load/heap-inspector.ts';
import { startOurs } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import { flameGraph } from '../report/flame-graph.ts';
import type { Profile } from '../report/flame-graph.ts';
import type { Part, PartOptions, PartResult } from '../report/part.ts';
import { median, ratios, summarize } from '../report/statistics.ts';

type Way = 'plain' | 'sealed' | 'bare';
const ways: readonly Way[] = ['bare', 'plain', 'sealed'];
/** With fewer, the growth is that of the heap's empty halves, and not of sockets. */
const count = 10_000;

/** The first sockets also pay for code that is compiled and pools that are made. */
const warm = Math.floor(count / 10);
/** In one of the steps a thread may be started, such as that for checkpoints: some 8 MB that are no socket's. */
const step = (count - warm) / 6;
/** One collection leaves what only finalizers let go. */
const collections = 3;
const isInspected = true;

/** @returns bytes of memory that a further socket takes, at the median. @param draw the profile of what is held */
async function measure(way: Way, draw: boolean): Promise<number> {
  const generator = await Program.start('bench/load/generator.ts', []);
  const server = way === 'bare' ? await startBare() : await startFull();
  const inspector = await HeapInspector.at(await server.program.inspector());
  const job = { kind: 'listen', url: server.url, way };
  const memory = async (): Promise<number> => {
    for (let left = collections; left > 0; left -= 1) await inspector.collectGarbage();
    return server.program.memoryBytes();
  };
  await generator.ask({ ...job, tokens: server.tokens.slice(0, warm) });
  const growths: number[] = [];
  let before = await memory();
  if (draw) await inspector.startSampling();
  for (let first = warm; first < count; first += step) {
    await generator.ask({ ...job, tokens: server.tokens.slice(first, first + step) });
    const after = await memory();
    growths.push((after - before) / step);
    before = after;
  }
  if (draw) drawHeld(way, await inspector.stopSampling());
  inspector.close();
  await generator.stop();
  await server.stop();
  return median(growths);
}

function drawHeld(way: Way, held: Profile): void {
  if (way === 'bare') return;
  const bytes = held.timeDeltas.reduce((sum, each) => sum + each, 0) / (count - warm);
  const title = `sockets: the ${bytes.toFixed(0)} bytes of heap that an idle ${way} one holds, by where they were allocated`;
  writeFileSync(`docs/profile-sockets-${way}.svg`, flameGraph(held, title));
}

async function startBare() {
  const program = await Program.start<{ url: string }>('bench/peers/bare-uws.ts', [], {
    isInspected,
  });
  const stop = (): Promise<void> => program.stop();
  const tokens = Array.from({ length: count }, () => 'none');
  return { program, url: program.ready.url, tokens, stop };
}

async function startFull() {
  const ours = { peopleCount: count, memberships: [], isInspected };
  const { program, url, world, stop } = await startOurs(ours);
  return { program, url, tokens: world.people.map(({ token }) => token), stop };
}

async function run({ quick, profile, progress }: PartOptions): Promise<PartResult> {
  const rounds = quick ? 1 : 3;
  const bytes: Record<Way, number[]> = { bare: [], plain: [], sealed: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const way of ways) {
      const each = await measure(way, profile && round === 0);
      bytes[way].push(each);
      progress(`${way}: ${(each / 1024).toFixed(2)} KiB a socket`);
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

export const sockets: Part = {
  name: 'sockets',
  about: 'what an idle connection takes up',
  drawsItself: true,
  run,
};
