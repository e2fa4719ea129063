import { z } from 'zod';
import type { HostingState } from '#ipc/hosting.ts';
import { words } from '#messages/catalogue.ts';
import type { Words } from '#messages/catalogue.ts';
import { KeyCommandError } from '../hosting/key-command.ts';
import { LocalError } from '../local-error.ts';
import { obtainDatabaseKey, saveDatabaseKey } from '../secrets/database-key.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import type { SettingsFile } from '../settings-file.ts';
import { wordsForTyping } from './recovery-key-words.ts';

export interface RecoveryKeysDependencies {
  secrets: SecretStore;
  settings: SettingsFile;
  /** Runs one of the server program's commands for keys on the data hosted here. */
  run: <S extends z.ZodType>(words: string[], input: string, schema: S) => Promise<z.output<S>>;
  hosting: { resume(): Promise<HostingState | null> };
  onChanged: () => void;
}

const madeLine = z.object({ event: z.literal('recovery-key'), recovery_key: z.string() });
const fitsLine = z.object({ event: z.literal('recovery-key-fits') });
const keyLine = z.object({ event: z.literal('database-key'), key: z.hex().length(64) });

/** The recovery key of what is hosted here: made, shown once, checked, and used. */
export class RecoveryKeys {
  readonly #dependencies: RecoveryKeysDependencies;

  constructor(dependencies: RecoveryKeysDependencies) {
    this.#dependencies = dependencies;
  }

  get isKept(): boolean {
    return this.#dependencies.settings.current.recoveryKeyKept;
  }

  /** Throws DATABASE_KEY_LOST and HOSTING_FAILED. */
  async make(): Promise<string> {
    const { secrets, run } = this.#dependencies;
    await this.#setKept(false);
    const key = await obtainDatabaseKey({ secrets, databaseExists: () => true });
    const made = await naming('HOSTING_FAILED', () =>
      run(['recovery-key', '--key-stdin'], `${key}\n`, madeLine),
    );
    return made.recovery_key;
  }

  confirmKept(): Promise<void> {
    return this.#setKept(true);
  }

  replace(): Promise<void> {
    return this.#setKept(false);
  }

  /** Throws RECOVERY_KEY_WRONG with a sentence that says in which way. */
  async check(recoveryKey: string): Promise<void> {
    const words = ['check-recovery-key', '--recovery-key-stdin'];
    await naming('RECOVERY_KEY_WRONG', () =>
      this.#dependencies.run(words, oneLine(recoveryKey), fitsLine),
    );
  }

  /** Throws RECOVERY_KEY_WRONG, and what hosting throws. */
  async recover(recoveryKey: string): Promise<void> {
    const { secrets, run, hosting } = this.#dependencies;
    const { key } = await naming('RECOVERY_KEY_WRONG', () =>
      run(['database-key', '--recovery-key-stdin'], oneLine(recoveryKey), keyLine),
    );
    await saveDatabaseKey(secrets, key);
    // Who could type it has it.
    await this.#setKept(true);
    await hosting.resume();
  }

  async #setKept(recoveryKeyKept: boolean): Promise<void> {
    if (this.isKept === recoveryKeyKept) return;
    await this.#dependencies.settings.change({ recoveryKeyKept });
    this.#dependencies.onChanged();
  }
}

/** What was pasted may be broken into lines; the program reads one. */
function oneLine(text: string): string {
  return `${text.replaceAll(/\s+/g, ' ')}\n`;
}

/** A command's sentence under the code that the screen knows. */
async function naming<T>(
  code: 'HOSTING_FAILED' | 'RECOVERY_KEY_WRONG',
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof KeyCommandError)) throw error;
    throw new LocalError(code, wordsForKeyCommand(code, error.message), { cause: error });
  }
}

/** The command's sentence is English; which of them a person can act on is known by its words. */
function wordsForKeyCommand(
  code: 'HOSTING_FAILED' | 'RECOVERY_KEY_WRONG',
  sentence: string,
): Words {
  return wordsForTyping(sentence) ?? words(`failure.${code}`);
}
