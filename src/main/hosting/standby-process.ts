import { createInterface } from 'node:readline';
import { z } from 'zod';
import { parseJson } from '../storage/json-file.ts';
import { startProgram, watchEnd } from './server-process.ts';
import type { ProgramLaunch } from './server-process.ts';

const stopTimeoutMs = 5_000;

export interface StandbyLaunch extends ProgramLaunch {
  /** Where it is to begin with; null where it goes on. */
  link: string | null;
  onNews: (news: StandbyNews) => void;
}

const newsLine = z.discriminatedUnion('event', [
  z.object({ event: z.literal('standing-by'), name: z.string() }),
  z.object({ event: z.literal('copying'), done: z.number() }),
  z.object({ event: z.literal('copied'), at: z.string() }),
  z.object({ event: z.literal('out-of-reach'), at: z.string().nullable() }),
]);
/** What the program says that follows a server; or why one failed that the operating system starts again. */
export type StandbyNews = z.infer<typeof newsLine> | { event: 'failed'; sentence: string };

export interface StandbyProcess {
  /** Resolves with the last sentence it said when the process has ended, for whatever reason. */
  ended: Promise<string>;
  stop(): Promise<void>;
  /** Lets go of it, as the app does at its end: one that the operating system runs goes on. */
  release(): Promise<void>;
}

/** Starts the program that keeps a copy of another computer's server, or that forgets it. */
export function launchStandby(launch: StandbyLaunch): StandbyProcess {
  const child = startProgram(launch);
  const ended = watchEnd(child, launch.log);
  const lines = [launch.databaseKey, ...(launch.link === null ? [] : [launch.link])];
  child.stdin.write(`${lines.join('\n')}\n`);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { data: news } = newsLine.safeParse(parseJson(line));
    if (news !== undefined) launch.onNews(news);
  });
  const stop = async () => {
    // The end of its input ends it.
    child.stdin.end();
    const timer = setTimeout(() => void child.kill('SIGKILL'), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
  };
  return { ended, stop, release: stop };
}
