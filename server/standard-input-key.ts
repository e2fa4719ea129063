import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { closingReason } from '#protocol/connection.ts';
import type { ClosingReason } from '#protocol/connection.ts';
import { readKey } from './db/database-key.ts';
import { StartupError } from './startup-error.ts';

/** A key that a parent process gave, and the end of that parent. */
export interface StandardInputKey {
  key: Uint8Array;
  /**
   * Resolves when the input closes: the parent has gone, and the server goes with it. The last
   * line may have said why, for those who are connected.
   */
  ended: Promise<ClosingReason | undefined>;
}

/**
 * Reads the database key from the first line of the input: unlike an argument or a variable, no
 * other process can see it there.
 */
export async function keyFromStandardInput(input: Readable): Promise<StandardInputKey> {
  const lines = createInterface({ input });
  let lastLine = '';
  lines.on('line', (text) => (lastLine = text));
  const ended = new Promise<ClosingReason | undefined>((resolve) => {
    lines.once('close', () => {
      resolve(closingReason.safeParse(lastLine).data);
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
