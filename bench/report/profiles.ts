import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flameGraph } from './flame-graph.ts';
import type { CpuProfile } from './flame-graph.ts';

/** Programs of the built server that start from now on leave a profile of each of their threads. */
export function startProfiling(): void {
  process.env['BENCH_CPU_PROFILE'] ??= mkdtempSync(join(tmpdir(), 'future-talk-profile-'));
}

/** A thread is known by what it does. */
const threads = [
  { thread: 'event-loop', does: 'dispatch', title: 'the event loop' },
  { thread: 'writer', does: '#transact', title: 'the thread that writes the database' },
];

/** Draws the longest profile of each thread into docs/. */
export function drawProfiles(part: string): void {
  const folder = process.env['BENCH_CPU_PROFILE'] ?? '';
  const profiles = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile);
  for (const { thread, does, title } of threads) {
    const [longest] = profiles
      .filter(({ nodes }) => nodes.some(({ callFrame }) => callFrame.functionName === does))
      .sort((one, other) => other.samples.length - one.samples.length);
    if (longest === undefined) continue;
    const page = `docs/profile-${part}-${thread}.svg`;
    writeFileSync(page, flameGraph(longest, `${part}: ${title}, by share of its working time`));
    process.stderr.write(`  ${page}\n`);
  }
}
