import { execFile } from 'node:child_process';
import { readFileSync, statfsSync } from 'node:fs';
import type { StatsFs } from 'node:fs';

/** Of a disk, as statfs(2) tells it. */
export type Disk = Pick<StatsFs, 'type' | 'bsize' | 'bavail' | 'files' | 'ffree'>;

/** What the checks ask the system that they run on. */
export interface Computer {
  platform: NodeJS.Platform;
  /** What a program of the system says; null where it is missing, fails or takes too long. */
  run: (program: string, ...args: readonly string[]) => Promise<string | null>;
  /** What is in a file of the system; empty where it cannot be read. */
  read: (file: string) => string;
  /** The disk that a folder is on. */
  disk: (folder: string) => Disk;
}

const timeoutMs = 10_000;

export const thisComputer: Computer = {
  platform: process.platform,
  run,
  read: (file) => attempt(() => readFileSync(file, 'utf8'), ''),
  disk: (folder) => statfsSync(folder),
};

function run(program: string, ...args: readonly string[]): Promise<string | null> {
  const path = [process.env['PATH'], '/usr/sbin', '/sbin'].join(':');
  const env =
    process.platform === 'win32' ? process.env : { ...process.env, PATH: path, LC_ALL: 'C' };
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: timeoutMs, env }, (cause, stdout) => {
      resolve(cause === null ? stdout : null);
    });
  });
}

/** Files of the system go, and belong to others. */
export function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (cause) {
    if ((cause as { code?: string }).code === undefined) throw cause;
    return otherwise;
  }
}
