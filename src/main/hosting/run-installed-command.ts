import type { z } from 'zod';
import { installedServer } from './installed-server.ts';
import { runKeyCommand } from './key-command.ts';
import { serverEnvironment } from './server-command.ts';

/**
 * Runs a command of the server program; answers the line of JSON that it ends with. `onLine` hears its lines of
 * progress. Throws KeyCommandError, and HOSTING_FAILED where there is no Node to run it.
 */
export type RunServerCommand = <S extends z.ZodType>(
  words: string[],
  input: string,
  schema: S,
  onLine?: (line: string) => void,
) => Promise<z.output<S>>;

/** With the server beside this app. */
export const runInstalledCommand: RunServerCommand = async (words, input, schema, onLine) => {
  const { node, entry } = installedServer();
  const environment = serverEnvironment(process.env);
  return runKeyCommand(
    { node, arguments: [entry, ...words], environment, input, ...(onLine && { onLine }) },
    schema,
  );
};
