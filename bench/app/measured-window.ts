import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { treeMemoryBytes } from './process-tree.ts';

export type WindowKind = 'app' | 'empty';

const folderOf: Record<WindowKind, string> = {
  app: fileURLToPath(new URL('../..', import.meta.url)),
  empty: fileURLToPath(new URL('empty-window', import.meta.url)),
};
const driver = fileURLToPath(new URL('driver.cjs', import.meta.url));
/** Far beyond what anything here takes: a run that hangs ends with an error. */
const patienceMs = 300_000;

interface OpenOptions {
  profile: string;
  /** What stands in the page once the window is usable. */
  selector: string;
  /** It is clicked then, and usable is when this answers. */
  answer?: string;
}

interface Answer {
  id?: number;
  usableAt?: number;
  value?: unknown;
  failure?: string;
}

/** The app or the empty window, with a profile of its own; the flags are the same. */
export class MeasuredWindow {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #lastId = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (answer: Answer) => {
      if (answer.id === undefined) return;
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  /** @returns the window, and how long it took from nothing until it was usable, in milliseconds */
  static async open(kind: WindowKind, { profile, selector, answer }: OpenOptions) {
    const electron = process.env['FUTURE_TALK_ELECTRON'];
    if (electron === undefined) throw new Error('Run this with npm run bench:app.');
    const startedAt = Date.now();
    const child = spawn(electron, ['--require', driver, folderOf[kind], ...flags(profile)], {
      env: {
        ...process.env,
        FUTURE_TALK_BENCH_SELECTOR: selector,
        ...(answer !== undefined && { FUTURE_TALK_BENCH_ANSWER: answer }),
      },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const window = new MeasuredWindow(child);
    try {
      const usableAt = await firstUsable(child);
      return { window, usableMs: usableAt - startedAt };
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  /** Runs a function of page-scripts.cjs and answers what it answers. */
  async inPage<T>(name: string, argument: object = {}): Promise<T> {
    return (await this.#ask('page', name, argument)) as T;
  }

  /** Collects garbage, in main and in the page. */
  async collectGarbage(): Promise<void> {
    await this.#ask('collect');
  }

  /** Of all its processes, in bytes; what several share counts once. */
  memoryBytes(): number {
    return treeMemoryBytes(this.#child.pid ?? 0);
  }

  async quit(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    await this.#ask('quit');
    await exited;
  }

  async #ask(task: string, name?: string, argument?: object): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    this.#child.send({ id, task, name, argument });
    const late = new AbortController();
    const timedOut: Answer = { failure: `no answer to ${name ?? task}` };
    const { value, failure } = await Promise.race([
      answered,
      delay(patienceMs, timedOut, { signal: late.signal }),
    ]).finally(() => {
      late.abort();
    });
    if (failure !== undefined) throw new Error(failure);
    return value;
  }
}

function flags(profile: string): string[] {
  const asked = [`--user-data-dir=${profile}`, '--js-flags=--expose-gc'];
  if (process.platform !== 'linux') return asked;
  asked.push('--password-store=gnome-libsecret');
  return process.getuid?.() === 0 ? [...asked, '--no-sandbox'] : asked;
}

function firstUsable(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('the window did not become usable'));
    }, patienceMs);
    child.on('message', ({ usableAt }: Answer) => {
      if (usableAt === undefined) return;
      clearTimeout(timer);
      resolve(usableAt);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the window ended too early'));
    });
  });
}
