import { execFile } from 'node:child_process';

const timeoutMs = 10_000;

/** What a program of the system says; null where it is missing, fails or takes too long. */
export function runTool(program: string, ...args: readonly string[]): Promise<string | null> {
  const path = [process.env['PATH'], '/usr/sbin', '/sbin'].join(':');
  const env =
    process.platform === 'win32' ? process.env : { ...process.env, PATH: path, LC_ALL: 'C' };
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: timeoutMs, env }, (cause, stdout) => {
      resolve(cause === null ? stdout : null);
    });
  });
}
