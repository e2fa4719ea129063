import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const entry = path.resolve('out/server/main.js');

interface Options {
  /** Absolute. */
  data: string;
  port: number;
  node?: string;
  environment?: Record<string, string>;
}

/** The built server as a process of its own. Its working directory is the project's. */
export class DemoServer {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start({ data, port, node = process.execPath, environment = {} }: Options) {
    const options = ['--json', '--data', data, '--port', String(port), '--name', 'The workshop'];
    const child = spawn(node, [entry, ...options, '--no-announce', '--registration', 'open'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...environment },
    });
    const [line] = (await Promise.race([
      once(createInterface(child.stdout), 'line'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`the server did not start (exit code ${String(code)})`);
      }),
    ])) as [string];
    return new DemoServer(child, (JSON.parse(line) as { url: string }).url);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'close');
    this.#child.kill('SIGTERM');
    await ended;
  }
}
