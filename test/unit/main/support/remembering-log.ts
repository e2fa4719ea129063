import type { Log } from '../../../../src/main/logging/log.ts';

/** A log that remembers what it was told. */
export class RememberingLog implements Log {
  readonly lines: string[] = [];

  info(text: string): void {
    this.lines.push(text);
  }

  warn(text: string): void {
    this.lines.push(text);
  }

  error(text: string): void {
    this.lines.push(text);
  }
}
