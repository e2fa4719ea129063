import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A server's clock, so that it can be told the history of a week: forward only, between messages. */
export class MovableClock {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'future-talk-clock-'));
  readonly #offsetFile = path.join(this.#folder, 'offset');

  constructor() {
    this.setToNow();
  }

  /**
   * What the app is to be started with, so that the server it hosts runs by this clock: its
   * `FUTURE_TALK_NODE` is a Node that does.
   */
  environment(): { FUTURE_TALK_NODE: string; MOVABLE_CLOCK_FILE: string } {
    const node = path.join(this.#folder, 'node');
    const preload = path.join(import.meta.dirname, 'movable-clock.cjs');
    const script = `#!/bin/sh\nexec "${process.execPath}" --require "${preload}" "$@"\n`;
    writeFileSync(node, script, { mode: 0o755 });
    return { FUTURE_TALK_NODE: node, MOVABLE_CLOCK_FILE: this.#offsetFile };
  }

  set(time: Date): void {
    writeFileSync(this.#offsetFile, String(time.getTime() - Date.now()));
  }

  setToNow(): void {
    writeFileSync(this.#offsetFile, '0');
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
