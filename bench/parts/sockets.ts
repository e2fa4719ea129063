import { startOurs } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import type { Part, PartOptions, PartResult } from '../report/part.ts';
import { ratios, summarize } from '../report/statistics.ts';

type Way = 'plain' | 'sealed' | 'bare';
const ways: readonly Way[] = ['bare', 'plain', 'sealed'];
/** With fewer, the growth is that of the heap's empty halves, and not of sockets. */
const count = 10_000;

/** Bytes that the server's memory grows by, a socket. */
async function growth(way: Way): Promise<number> {
  const generator = await Program.start('bench/load/generator.ts', []);
  const server =
    way === 'bare'
      ? await startBare()
      : await startOurs({ peopleCount: count, memberships: [] }).then((ours) => ({
          program: ours.program,
          url: ours.url,
          tokens: ours.world.people.map(({ token }) => token),
          stop: ours.stop,
        }));
  const tokens = server.tokens ?? Array.from({ length: count }, () => 'none');
  // The first sockets also pay for code that is compiled and pools that are made.
  const warm = Math.floor(count / 10);
  const job = { kind: 'listen', url: server.url, way };
  await generator.ask({ ...job, tokens: tokens.slice(0, warm) });
  const before = server.program.memoryBytes();
  await generator.ask({ ...job, tokens: tokens.slice(warm) });
  const bytes = (server.program.memoryBytes() - before) / (count - warm);
  await generator.stop();
  await server.stop();
  return bytes;
}

async function startBare() {
  const program = await Program.start<{ url: string }>('bench/peers/bare-uws.ts', []);
  const stop = (): Promise<void> => program.stop();
  return { program, url: program.ready.url, tokens: null, stop };
}

async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const rounds = quick ? 1 : 3;
  const bytes: Record<Way, number[]> = { bare: [], plain: [], sealed: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const way of ways) {
      const each = await growth(way);
      bytes[way].push(each);
      progress(`${way}: ${(each / 1024).toFixed(1)} KiB a socket`);
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
