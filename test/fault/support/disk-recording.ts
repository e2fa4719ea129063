import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { folderForTest } from '../../support/server-process.ts';
import { eventually } from '../../support/eventually.ts';

/** Longest write that is shown whole, in bytes: a chunk of a file is shorter. */
const shownBytes = 1_100_000;
const changing = 'pwrite64,write,pwritev,writev,ftruncate,openat,rename,renameat,renameat2';
const removing = 'unlink,unlinkat,mkdir,rmdir';
const syncing = 'fsync,fdatasync';

/** What a process did to a folder, as Linux's strace saw it. */
export class DiskRecording {
  /** The folder as it was when the recording began. */
  readonly before = folderForTest();
  readonly #trace = join(folderForTest(), 'trace');
  readonly #strace: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(pid: number) {
    const what = ['-e', `trace=${changing},${removing},${syncing}`, '-e', 'signal=none'];
    const how = ['-f', '-ttt', '-y', '-x', '-s', String(shownBytes), ...what];
    this.#strace = spawn('strace', [...how, '-o', this.#trace, '-p', String(pid)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#ended = once(this.#strace, 'close');
    onTestFinished(async () => {
      await this.stop();
    });
  }

  /** Begins while the process leaves the folder alone. */
  static async begin(pid: number, folder: string): Promise<DiskRecording> {
    const recording = new DiskRecording(pid);
    await recording.#attached();
    await eventually(() => {
      const size = recording.#size();
      rmSync(recording.before, { recursive: true, force: true });
      cpSync(folder, recording.before, { recursive: true });
      if (recording.#size() !== size) throw new Error('it wrote meanwhile');
    });
    return recording;
  }

  /** @returns a line for each beginning and end of a call, in their order */
  async stop(): Promise<string[]> {
    this.#strace.kill('SIGTERM');
    await this.#ended;
    return existsSync(this.#trace) ? readFileSync(this.#trace, 'latin1').split('\n') : [];
  }

  #size(): number {
    return existsSync(this.#trace) ? statSync(this.#trace).size : 0;
  }

  #attached(): Promise<void> {
    return new Promise((resolve, reject) => {
      const said: string[] = [];
      if (this.#strace.stderr === null) throw new Error('strace says nothing');
      createInterface(this.#strace.stderr).on('line', (line) => {
        said.push(line);
        if (/^strace: Process .* attached/.test(line)) resolve();
      });
      this.#strace.once('error', reject);
      this.#strace.once('close', () => {
        reject(new Error(said.join('\n')));
      });
    });
  }
}
