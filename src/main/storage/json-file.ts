import { rename } from 'node:fs/promises';
import type { z } from 'zod';
import type { Log } from '../logging/log.ts';
import { readFileIfPresent, writeFileAtomically } from './atomic-file.ts';
import { SerialQueue } from './serial-queue.ts';

/** One value in one JSON file; what is read must pass the schema. */
export class JsonFile<S extends z.ZodType> {
  readonly #file: string;
  readonly #schema: S;
  readonly #log: Log;
  readonly #writes = new SerialQueue();

  constructor(file: string, schema: S, log: Log) {
    this.#file = file;
    this.#schema = schema;
    this.#log = log;
  }

  /** Null when there is no file. One that cannot be understood is set aside as `.damaged`. */
  async load(): Promise<z.output<S> | null> {
    const content = await readFileIfPresent(this.#file);
    if (content === null) return null;
    const parsed = this.#schema.safeParse(parseJson(content.toString('utf8')));
    if (parsed.success) return parsed.data;
    this.#log.error(`${this.#file} cannot be understood and is set aside`);
    await rename(this.#file, `${this.#file}.damaged`);
    return null;
  }

  save(value: z.input<S>): Promise<void> {
    const content = `${JSON.stringify(value, null, 2)}\n`;
    return this.#writes.run(() => writeFileAtomically(this.#file, content));
  }
}

/** Undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
