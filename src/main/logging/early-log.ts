import type { Log } from './log.ts';

type Entry = (log: Log) => void;

/** Keeps what is logged until the log itself has been read, which takes its time. */
export class EarlyLog implements Log {
  #log: Log | null = null;
  readonly #kept: Entry[] = [];

  info(text: string, ...details: unknown[]): void {
    this.#write((log) => {
      log.info(text, ...details);
    });
  }

  warn(text: string, ...details: unknown[]): void {
    this.#write((log) => {
      log.warn(text, ...details);
    });
  }

  error(text: string, ...details: unknown[]): void {
    this.#write((log) => {
      log.error(text, ...details);
    });
  }

  get isHanded(): boolean {
    return this.#log !== null;
  }

  handTo(log: Log): void {
    this.#log = log;
    for (const entry of this.#kept.splice(0)) entry(log);
  }

  #write(entry: Entry): void {
    if (this.#log === null) this.#kept.push(entry);
    else entry(this.#log);
  }
}
