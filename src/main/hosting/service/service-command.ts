import { serverArguments, standbyServiceArguments } from '../server-command.ts';
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

/** What keeps a copy of another computer's server, as a service runs it. */
export function standbyServiceCommand(
  { node, entry }: { node: string; entry: string },
  place: Pick<ServerOptions, 'port' | 'dataFolder'>,
  logFile: string,
): ServiceCommand {
  return { command: [node, ...standbyServiceArguments(entry, place)], logFile };
}
