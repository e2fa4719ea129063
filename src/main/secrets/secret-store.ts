import { rename, rm } from 'node:fs/promises';
import type { z } from 'zod';
import { readFileIfPresent, writeFileAtomically } from '../storage/atomic-file.ts';
import { parseJson } from '../storage/json-file.ts';
import { SerialQueue } from '../storage/serial-queue.ts';
import { secretFileOf } from './secret-names.ts';

/** Seals texts under a key that only this person's operating system account can use. */
export interface Cipher {
  /** Throws when the keychain cannot be used. */
  seal(text: string): Buffer;
  /** Throws when the text was sealed under another key or has been changed. */
  open(sealed: Buffer): string;
}

export type SecretReading<T> =
  { status: 'absent' } | { status: 'present'; value: T } | { status: 'unreadable'; cause: unknown };

/** Small JSON values, each sealed in a file of its own. */
export class SecretStore {
  readonly #folder: string;
  readonly #cipher: Cipher;
  readonly #writes = new SerialQueue();

  constructor(folder: string, cipher: Cipher) {
    this.#folder = folder;
    this.#cipher = cipher;
  }

  /** `name` is a plain file name. A file that is there but cannot be opened is never `absent`. */
  async read<S extends z.ZodType>(name: string, schema: S): Promise<SecretReading<z.output<S>>> {
    const sealed = await readFileIfPresent(this.#fileOf(name));
    if (sealed === null) return { status: 'absent' };
    const opened = this.#tryToOpen(sealed);
    if ('cause' in opened) return { status: 'unreadable', cause: opened.cause };
    const parsed = schema.safeParse(parseJson(opened.text));
    if (!parsed.success) return { status: 'unreadable', cause: parsed.error };
    return { status: 'present', value: parsed.data };
  }

  write(name: string, value: unknown): Promise<void> {
    return this.#writes.run(async () => {
      await writeFileAtomically(this.#fileOf(name), this.#cipher.seal(JSON.stringify(value)));
    });
  }

  remove(name: string): Promise<void> {
    return this.#writes.run(() => rm(this.#fileOf(name), { force: true }));
  }

  /** Keeps a file that cannot be opened out of the way, for the day its key is back. */
  setAside(name: string): Promise<void> {
    return this.#writes.run(() => rename(this.#fileOf(name), `${this.#fileOf(name)}.unreadable`));
  }

  #tryToOpen(sealed: Buffer): { text: string } | { cause: unknown } {
    try {
      return { text: this.#cipher.open(sealed) };
    } catch (cause) {
      return { cause };
    }
  }

  #fileOf(name: string): string {
    return secretFileOf(this.#folder, name);
  }
}
