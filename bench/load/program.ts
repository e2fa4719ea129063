import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** As `npm run serve` and the app start the server (ADR 66). */
const asServed = ['--max-semi-space-size=4'];

/** A program of the benchmark's that runs beside it. Its first line of output says that it is ready. */
export class Program<Ready> {
  readonly ready: Ready;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #saidAside = '';

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, ready: Ready) {
    this.#child = child;
    this.#lines = lines;
    this.ready = ready;
    child.stderr?.on('data', (piece: Buffer) => {
      this.#saidAside += piece.toString();
      process.stderr.write(piece);
    });
  }

  /**
   * @param script a file below bench/, or of the built server
   * @param isInspected `inspector` will be asked for
   */
  static async start<Ready>(
    script: string,
    args: readonly string[],
    { isInspected = false } = {},
  ): Promise<Program<Ready>> {
    const isSource = script.endsWith('.ts');
    const path = fileURLToPath(new URL(`../../${script}`, import.meta.url));
    const profile = process.env['BENCH_CPU_PROFILE'];
    const profiling =
      profile !== undefined && !isSource ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
    const inspecting = isInspected ? ['--inspect-port=0'] : [];
    const child = spawn(
      process.execPath,
      [...profiling, ...inspecting, ...(isSource ? ['--import', 'tsx'] : asServed), path, ...args],
      { stdio: ['pipe', 'pipe', isInspected ? 'pipe' : 'inherit'] },
    );
    if (child.stdout === null) throw new Error('without standard output');
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    return new Program(child, lines, JSON.parse(await nextLine(lines)) as Ready);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** A WebSocket's address, which Node says on standard error. */
  async inspector(): Promise<string> {
    this.#child.kill('SIGUSR1');
    for (;;) {
      const address = /^Debugger listening on (ws:\S+)$/m.exec(this.#saidAside)?.[1];
      if (address !== undefined) return address;
      if (this.#child.stderr === null) throw new Error('not started to be inspected');
      await once(this.#child.stderr, 'data');
    }
  }

  /** Hands the program a job as a line of JSON and waits for its line of answer. */
  async ask<Answer>(job: unknown): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(job)}\n`);
    const line = await nextLine(this.#lines);
    const answer = JSON.parse(line) as Answer & { failure?: string };
    if (answer.failure !== undefined) throw new Error(answer.failure);
    return answer;
  }

  /** Resident memory in bytes (Linux). */
  memoryBytes(): number {
    const status = readFileSync(`/proc/${String(this.pid)}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) * 1024;
  }

  /** The most that was resident since `forgetPeak`, in bytes (Linux). */
  peakMemoryBytes(): number {
    const status = readFileSync(`/proc/${String(this.pid)}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) * 1024;
  }

  forgetPeak(): void {
    writeFileSync(`/proc/${String(this.pid)}/clear_refs`, '5');
  }

  /** Seconds of processor time that it has used, of all its threads (Linux). */
  processorSeconds(): number {
    const [, rest = ''] = readFileSync(`/proc/${String(this.pid)}/stat`, 'utf8').split(') ');
    const fields = rest.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const next = await lines.next();
  if (next.done === true) throw new Error('a program of the benchmark has ended too early');
  return next.value;
}
