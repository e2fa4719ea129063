import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flameGraph, workedMicroseconds } from './flame-graph.ts';
import type { Profile } from './flame-graph.ts';

/** Programs of the built server that start from now on leave a profile of each of their threads. */
export function startProfiling(): void {
  process.env['BENCH_CPU_PROFILE'] ??= mkdtempSync(join(tmpdir(), 'future-talk-profile-'));
}

interface NamedProfile extends Profile {
  /** Node's: 0 is the main thread. */
  threadId: number;
}

/** A thread of the database is known by what it does. */
function runs({ nodes }: NamedProfile, functionName: string): boolean {
  return nodes.some(({ callFrame }) => callFrame.functionName === functionName);
}

const threads = [
  {
    thread: 'event-loop',
    title: 'the event loop',
    is: ({ threadId }: NamedProfile) => threadId === 0,
  },
  {
    thread: 'writer',
    title: 'the thread that writes the database',
    is: (profile: NamedProfile) => runs(profile, '#transact'),
  },
  {
    thread: 'reader',
    title: 'the thread that reads the database',
    is: (profile: NamedProfile) => runs(profile, 'runOne') && !runs(profile, '#transact'),
  },
];

/** `CPU.<date>.<time>.<process>.<thread>.<count>.cpuprofile` */
const profileName = /\.(\d+)\.\d+\.cpuprofile$/;

/** Draws, of each thread, the profile in which it worked most into docs/. */
export function drawProfiles(part: string): void {
  const folder = process.env['BENCH_CPU_PROFILE'] ?? '';
  const profiles = readdirSync(folder).flatMap((name): NamedProfile[] => {
    const threadId = profileName.exec(name)?.[1];
    if (threadId === undefined) return [];
    const profile = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile;
    return [{ ...profile, threadId: Number(threadId) }];
  });
  for (const { thread, title, is } of threads) {
    const [busiest] = profiles
      .filter(is)
      .sort((one, other) => workedMicroseconds(other) - workedMicroseconds(one));
    if (busiest === undefined) continue;
    const page = `docs/profile-${part}-${thread}.svg`;
    writeFileSync(page, flameGraph(busiest, `${part}: ${title}, by share of its working time`));
    process.stderr.write(`  ${page}\n`);
  }
}
