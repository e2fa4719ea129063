import { serverArguments } from '../server-command.ts';
import type { ServerOptions } from '../server-command.ts';

/** What a service runs, and where it says what happens. */
export interface ServiceCommand {
  command: readonly [program: string, ...rest: string[]];
  logFile: string;
}

/** The server as a service runs it: with the key file in its data folder, since it has no keychain. */
export function serviceCommand(
  { node, entry }: { node: string; entry: string },
  options: ServerOptions,
  logFile: string,
): ServiceCommand {
  return { command: [node, ...serverArguments(entry, options, 'key-file')], logFile };
}
