import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { StartupError } from '../startup-error.ts';

/** Standard input line by line, touched only when a line is asked for. */
export class InputLines {
  readonly #input: Readable;
  #lines: { reader: Interface; next: AsyncIterator<string> } | null = null;

  constructor(input: Readable) {
    this.#input = input;
  }

  /** @throws StartupError when the input has ended. */
  async next(what = 'key'): Promise<string> {
    this.#lines ??= this.#open();
    const line = await this.#lines.next.next();
    if (line.done === true) throw new StartupError(`No ${what} came on standard input`);
    return line.value;
  }

  /** Lets the process end although the other end of the input is still open. */
  close(): void {
    this.#lines?.reader.close();
    this.#input.destroy();
  }

  #open() {
    const reader = createInterface({ input: this.#input });
    return { reader, next: reader[Symbol.asyncIterator]() };
  }
}
