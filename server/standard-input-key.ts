import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { closingReason } from '#protocol/connection.ts';
import type { ClosingReason } from '#protocol/connection.ts';
import { readKey } from './db/database-key.ts';
import { StartupError } from './startup-error.ts';

/** A key that a parent process gave, and the end of that parent. */
export interface StandardInputKey {
  key: Uint8Array;
  /** The line after the key, for commands that are told more. @throws StartupError where none came */
  nextLine(what: string): Promise<string>;
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
  const unread: string[] = [];
  let lastLine = '';
  let isClosed = false;
  let wake: () => void = () => undefined;
  lines.on('line', (text) => {
    lastLine = text;
    unread.push(text);
    wake();
  });
  const ended = new Promise<ClosingReason | undefined>((resolve) => {
    lines.once('close', () => {
      isClosed = true;
      wake();
      resolve(closingReason.safeParse(lastLine).data);
    });
  });
  const nextLine = async (what: string): Promise<string> => {
    for (;;) {
      const line = unread.shift();
      if (line !== undefined) return line;
      if (isClosed) throw new StartupError(`No ${what} came on standard input`);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return { key: readKey(await nextLine('key'), 'Standard input'), nextLine, ended };
}
