import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { readKey } from './db/database-key.ts';
import { StartupError } from './startup-error.ts';

/** A key that a parent process gave, and the end of that parent. */
export interface StandardInputKey {
  key: Uint8Array;
  /** Resolves when the input closes: the parent has gone, and the server goes with it. */
  ended: Promise<void>;
}

/**
 * Reads the database key from the first line of the input: unlike an argument or a variable, no
 * other process can see it there.
 */
export async function keyFromStandardInput(input: Readable): Promise<StandardInputKey> {
  const lines = createInterface({ input });
  const ended = new Promise<void>((resolve) => {
    lines.once('close', () => {
      resolve();
    });
  });
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    lines.once('close', () => {
      reject(new StartupError('No key came on standard input'));
    });
  });
  return { key: readKey(line, 'Standard input'), ended };
}
