import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** Longest piece of what is read and written that a trace shows, in bytes. */
const shownBytes = 4_000;

/** Linux's strace on a running process and all of its threads, until it is detached. */
export class SystemCalls {
  /** A line for each begin and end of a call, in the order in which they happened. */
  readonly lines: string[] = [];
  readonly #strace: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(strace: ChildProcess, ended: Promise<unknown>) {
    this.#strace = strace;
    this.#ended = ended;
  }

  /**
   * Resolves once the process runs under the trace.
   * @param calls names, such as `fsync`
   * @param injection makes one of them fail instead, in strace's words: `fsync:error=EIO`
   */
  static async watch(pid: number, calls: string[], injection?: string): Promise<SystemCalls> {
    const options = ['-f', '-y', '-s', String(shownBytes), '-e', `trace=${calls.join(',')}`];
    if (injection !== undefined) options.push('-e', `inject=${injection}`);
    const strace = spawn('strace', [...options, '-p', String(pid)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const trace = new SystemCalls(strace, once(strace, 'close'));
    const lines = createInterface({ input: strace.stderr });
    onTestFinished(() => trace.detach());
    await new Promise<void>((resolve, reject) => {
      strace.once('error', reject);
      strace.once('close', () => {
        reject(new Error(trace.lines.join('\n')));
      });
      lines.on('line', (line) => {
        trace.lines.push(line);
        if (/^strace: Process .* attached/.test(line)) resolve();
      });
    });
    return trace;
  }

  async detach(): Promise<void> {
    this.#strace.kill('SIGTERM');
    await this.#ended;
  }
}
