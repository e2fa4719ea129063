import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const serverEntry = path.resolve(import.meta.dirname, '../../../out/server/main.js');

/**
 * Below those that the system gives to outgoing connections, so that another server can take it
 * over while apps try to reach the one before.
 */
function portForLater(): number {
  return 20_000 + randomInt(10_000);
}

/** The built server without a desktop, with a data folder and so a key of its own. */
export class LoneServer {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly folder: string;

  private constructor(child: ChildProcess, folder: string, url: string) {
    this.#child = child;
    this.folder = folder;
    this.port = Number(new URL(url).port);
  }

  static async start(name: string, port = portForLater()): Promise<LoneServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'future-talk-lone-'));
    const options = ['--json', '--port', String(port), '--data', folder, '--name', name];
    const child = spawn(process.execPath, [serverEntry, ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return new LoneServer(child, folder, (JSON.parse(line) as { url: string }).url);
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await once(this.#child, 'close');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
