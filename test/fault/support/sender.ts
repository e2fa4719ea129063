import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { ConversationId } from '#protocol/identifiers.ts';

const program = path.join(import.meta.dirname, 'sender-program.ts');

export interface SenderJob {
  url: string;
  /** Its own: journal, memory and device key. */
  folder: string;
  username: string;
  password: string;
  conversations: ConversationId[];
  /** Messages that wait in each conversation at any time. */
  waitingEach: number;
  /** Of its messages, how many carry a file. */
  filesPercent: number;
  /** What goes before its command. */
  under: readonly string[];
}

interface Report {
  status: 'online' | 'sending' | 'drained';
  acknowledged: number;
}

/** A person's program that may be killed and started again; what it wrote down stays. */
export class Sender {
  readonly job: SenderJob;
  /** Over all the times that it ran. */
  acknowledged = 0;
  #beforeThisRun = 0;
  #child: ChildProcess | null = null;
  #ended: Promise<unknown> = Promise.resolve();
  #wake: (() => void)[] = [];
  #startedAt = 0;
  #onlineSince = 0;

  constructor(job: SenderJob) {
    this.job = job;
    mkdirSync(job.folder, { recursive: true });
    onTestFinished(() => this.kill());
  }

  /** Throws when it has ended by itself: its last words are on standard error. */
  start(): void {
    this.expectWell();
    const own = [process.execPath, '--import', 'tsx', program, JSON.stringify(this.job)];
    const [command = process.execPath, ...args] = [...this.job.under, ...own];
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    this.#startedAt = Date.now();
    this.#beforeThisRun = this.acknowledged;
    this.#ended = once(child, 'close');
    createInterface(child.stdout).on('line', (line) => {
      const report = JSON.parse(line) as Report;
      this.acknowledged = this.#beforeThisRun + report.acknowledged;
      if (report.status === 'online') this.#onlineSince = Date.now();
      for (const wake of this.#wake.splice(0)) wake();
    });
    void this.#ended.then(() => {
      for (const wake of this.#wake.splice(0)) wake();
    });
  }

  get isRunning(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** It runs, or it was killed. */
  expectWell(): void {
    const code = this.#child?.exitCode ?? 0;
    if (code !== 0) throw new Error(`the program of ${this.job.username} has failed`);
  }

  /** Something was said, or it ended. */
  heard(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  /** Since it was started last. */
  online(): Promise<number> {
    return this.onlineAfter(this.#startedAt);
  }

  /** When it was last online, at that moment or after it, in milliseconds since 1970. */
  async onlineAfter(moment: number): Promise<number> {
    while (this.#onlineSince < moment) {
      this.expectWell();
      await this.heard();
    }
    return this.#onlineSince;
  }

  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  /** Lets it send what waits; throws when it does not end well. */
  async drain(): Promise<void> {
    await this.online();
    this.#child?.kill('SIGTERM');
    await this.#ended;
    if (this.#child?.exitCode !== 0) throw new Error(`${this.job.username} did not end well`);
  }
}
