import type { WriteStream } from 'node:tty';
import type { Progress } from './progress.ts';

const words = {
  copying: 'Copying the database',
  sealing: 'Sealing',
  proving: 'Proving the backup',
  restoring: 'Restoring',
  checking: 'Checking the database',
  adding: 'Copying and checking',
  rekeying: 'Changing the key',
} as const;
const barCharacters = 30;

/** Shows how far it has come: a bar on a terminal, elsewhere a line a step; as JSON every tenth. */
export class ProgressLine {
  readonly #output: Pick<WriteStream, 'write'> & { isTTY?: boolean };
  readonly #json: boolean;
  #shown = '';

  constructor(output: Pick<WriteStream, 'write'> & { isTTY?: boolean }, json: boolean) {
    this.#output = output;
    this.#json = json;
  }

  readonly show: Progress = ({ step, done }) => {
    if (this.#json) {
      const tenths = Math.floor(done * 10) / 10;
      this.#change(JSON.stringify({ event: 'progress', step, done: tenths }), '', '\n');
    } else if (this.#output.isTTY === true) {
      const filled = Math.floor(done * barCharacters);
      const bar = `${'#'.repeat(filled)}${'.'.repeat(barCharacters - filled)}`;
      const percent = String(Math.floor(done * 100)).padStart(3);
      this.#change(`${words[step].padEnd(22)} ${bar} ${percent} %`, '\r', '');
    } else {
      this.#change(words[step], '', '\n');
    }
  };

  /** What comes next on the terminal begins on a line of its own. */
  end(): void {
    if (this.#shown !== '' && !this.#json && this.#output.isTTY === true) this.#output.write('\n');
    this.#shown = '';
  }

  #change(text: string, before: string, after: string): void {
    if (text === this.#shown) return;
    this.#shown = text;
    this.#output.write(`${before}${text}${after}`);
  }
}
