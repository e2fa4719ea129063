import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { SmallNetwork } from '../../support/small-network.ts';

const serverEntry = path.resolve(import.meta.dirname, '../../../out/server/main.js');

/** The built server on port 8000 of another computer of the network, where anybody may join. */
export class ServerOnNetwork {
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
  }

  static async start(network: SmallNetwork, computer: string, name: string) {
    const folder = mkdtempSync(path.join(tmpdir(), 'future-talk-lan-'));
    const options = ['--host', '0.0.0.0', '--port', '8000', '--data', folder, '--name', name];
    const [command, ...args] = [
      ...network.on(computer),
      process.execPath,
      serverEntry,
      ...options,
      '--registration',
      'open',
    ];
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(createInterface(child.stdout), 'line');
    return new ServerOnNetwork(child, folder);
  }

  /** As its owner would end it; it says goodbye to the network. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await once(this.#child, 'close');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
