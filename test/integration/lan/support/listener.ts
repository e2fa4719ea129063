import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { Browsing } from '../../../../src/main/lan/browse.ts';
import type { SmallNetwork } from '../../../support/small-network.ts';

const program = path.join(import.meta.dirname, 'listen-program.ts');

/** The app's ear on a computer of the network, as a process of its own. */
export class Listener {
  #latest: Browsing | null = null;
  #wake: (() => void)[] = [];
  /** How often the app would have drawn its list anew. */
  changes = 0;

  /** @param pausesMs between questions; as the app makes them unless given */
  constructor(network: SmallNetwork, computer: string, pausesMs?: readonly number[]) {
    const [command, ...args] = [
      ...network.on(computer),
      process.execPath,
      '--import',
      'tsx',
      program,
      JSON.stringify(pausesMs ?? null),
    ];
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => child.once('close', resolve));
    createInterface(child.stdout).on('line', (line) => {
      this.#latest = JSON.parse(line) as Browsing;
      this.changes += 1;
      for (const wake of this.#wake.splice(0)) wake();
    });
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await ended;
    });
  }

  /** What it hears as soon as that meets the condition. */
  async until(condition: (browsing: Browsing) => boolean): Promise<Browsing> {
    while (this.#latest === null || !condition(this.#latest)) {
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
    return this.#latest;
  }
}
