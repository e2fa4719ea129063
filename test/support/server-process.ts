import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './test-server.ts';

const repository = path.resolve(import.meta.dirname, '../..');
/** What `npm run build` and `npm run test:integration` make. */
export const serverEntry = path.join(repository, 'out/server/main.js');

/** A run that counts branches has the counts of those processes alone that end by themselves. */
const isCounting = process.env['FUTURE_TALK_COVERAGE'] !== undefined;
/** Who has not ended by then is killed, as without counting. */
const endingMaxMs = 10_000;

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

interface Launch {
  options?: readonly string[];
  /** Written to standard input, which then stays open. */
  input?: string;
  /** Program and arguments to put before Node's. */
  under?: readonly string[];
  /** In place of the Node that runs the test. */
  node?: string;
  environment?: Readonly<Record<string, string>>;
}

/** The first line on standard output under `--json`. */
export interface ListeningLine {
  event: string;
  url: string;
  data: string;
}

/** The built server as a process of its own, as its users run it. Ended when the test is over. */
export class ServerProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ending>;
  stdout = '';
  stderr = '';
  #wake: (() => void)[] = [];

  private constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      for (const wake of this.#wake.splice(0)) wake();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        resolve({ code, signal, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  static launch(launch: Launch = {}): ServerProcess {
    const { options = [], input, under = [], node = process.execPath, environment = {} } = launch;
    const [command, ...args] = [...under, node, serverEntry, ...options];
    const env = { ...process.env, ...environment };
    const child = spawn(command ?? node, args, { cwd: repository, env });
    const server = new ServerProcess(child);
    if (input !== undefined) child.stdin.write(input);
    onTestFinished(async () => {
      if (isCounting) {
        await Promise.race([server.stop(), pass(endingMaxMs, undefined, { ref: false })]);
      }
      await server.stop('SIGKILL');
    });
    return server;
  }

  get pid(): number {
    return this.child.pid ?? Number.NaN;
  }

  /** The first line on standard output, once it is there. */
  async firstLine(): Promise<string> {
    const ending = this.ended.then(({ stderr }) => {
      throw new Error(`the server ended before it listened: ${stderr}`);
    });
    while (!this.stdout.includes('\n')) await Promise.race([ending, this.heard()]);
    ending.catch(() => undefined);
    return this.stdout.slice(0, this.stdout.indexOf('\n'));
  }

  /** Something more was written to standard output. */
  heard(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ending> {
    this.child.kill(signal);
    return this.ended;
  }
}

export interface ListeningServer {
  process: ServerProcess;
  url: string;
}

/** A process that listens on a free port; without limits, so that tests may be quick. */
export async function listeningServer(
  dataFolder: string,
  launch: Launch = {},
): Promise<ListeningServer> {
  const always = ['--json', '--port', '0', '--data', dataFolder, '--send-limit', '1000000'];
  const server = ServerProcess.launch({
    ...launch,
    options: [...always, ...(launch.options ?? [])],
  });
  const line = JSON.parse(await server.firstLine()) as ListeningLine;
  return { process: server, url: line.url };
}

/** Runs the server to its end, for starts that are to be refused. */
export async function refusedStart(...options: string[]): Promise<Ending> {
  return ServerProcess.launch({ options }).ended;
}

/** A folder that is removed after the test. */
export function folderForTest(): string {
  const folder = temporaryFolder();
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A folder for the test with all that another one holds at this moment. */
export function copyForTest(folder: string): string {
  const copy = folderForTest();
  cpSync(folder, copy, { recursive: true });
  return copy;
}
