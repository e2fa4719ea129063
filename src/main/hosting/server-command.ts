import path from 'node:path';
import type { Audience } from '#ipc/hosting.ts';
import type { Registration } from '#protocol/server.ts';

interface AppPlace {
  packaged: boolean;
  /** Electron's `process.resourcesPath`. */
  resourcesFolder: string;
  /** Electron's `app.getAppPath()`. */
  appFolder: string;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}

export interface ServerProgram {
  /** The Node that runs it; null when there is none. */
  node: string | null;
  entry: string;
}

/**
 * Which Node runs which file: never Electron's own, for which uWebSockets.js has no build. A
 * package takes no such advice from the environment.
 */
export function findServerProgram(place: AppPlace): ServerProgram {
  if (place.packaged) {
    const program = place.platform === 'win32' ? 'node.exe' : 'bin/node';
    return {
      node: path.join(place.resourcesFolder, 'node', program),
      // A Node that is not Electron's cannot look into the app's archive.
      entry: path.join(place.resourcesFolder, 'server/main.js'),
    };
  }
  return {
    node: place.environment.FUTURE_TALK_NODE ?? null,
    entry: path.join(place.appFolder, 'out/server/main.js'),
  };
}

const registrationFor: Record<Audience, Registration> = { anyone: 'open', invited: 'invite' };

export interface ServerOptions {
  name: string;
  audience: Audience;
  /** Serves the page for people without the app. */
  guests: boolean;
  port: number;
  dataFolder: string;
}

/** What its Node is told, so that nobody waits for the collection of its garbage (ADR 66). */
const nodeArguments = ['--max-semi-space-size=4'];

/** The key is not among them: arguments can be read by every program on the computer. */
export function serverArguments(
  entry: string,
  options: ServerOptions,
  keyFrom: 'standard-input' | 'key-file' = 'standard-input',
): string[] {
  return [
    ...nodeArguments,
    entry,
    ...commonArguments(options.port, options.dataFolder),
    // One word with its value, so that a name may begin with a dash.
    `--name=${options.name}`,
    '--registration',
    registrationFor[options.audience],
    ...(options.guests ? [] : ['--no-guests']),
    ...(keyFrom === 'standard-input' ? ['--key-stdin'] : []),
  ];
}

/** Electron's variables would turn a Node into something else. */
export function serverEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.toUpperCase().startsWith('ELECTRON_')),
  );
}

/** What is taken over: the server of a link, what has come and was not confirmed, or a copy. */
export type TakeOverSource =
  { from: 'link'; link: string } | { from: 'arrived' } | { from: 'standby'; alone: boolean };

/** Takes a server over and serves it: its name and whom it lets in come along. */
export function takeOverArguments(
  entry: string,
  { port, dataFolder }: Pick<ServerOptions, 'port' | 'dataFolder'>,
  source: TakeOverSource,
): string[] {
  return [
    ...nodeArguments,
    entry,
    'take-over',
    ...(source.from === 'arrived' ? ['--finish'] : []),
    ...(source.from === 'standby' ? ['--from-standby'] : []),
    ...(source.from === 'standby' && source.alone ? ['--alone'] : []),
    ...commonArguments(port, dataFolder),
    '--key-stdin',
  ];
}

/** Keeps a copy of another computer's server, or removes it. */
export function standbyArguments(
  entry: string,
  { port, dataFolder }: Pick<ServerOptions, 'port' | 'dataFolder'>,
  ends: boolean,
): string[] {
  const end = ends ? ['--end'] : [];
  return [entry, 'stand-by', ...end, ...commonArguments(port, dataFolder), '--key-stdin'];
}

/** The same for a service, whose key is in a file; only its log hears what it says. */
export function standbyServiceArguments(
  entry: string,
  { port, dataFolder }: Pick<ServerOptions, 'port' | 'dataFolder'>,
): string[] {
  return [entry, 'stand-by', ...placeArguments(port, dataFolder)];
}

function commonArguments(port: number, dataFolder: string): string[] {
  return ['--json', ...placeArguments(port, dataFolder)];
}

function placeArguments(port: number, dataFolder: string): string[] {
  return ['--host', '0.0.0.0', '--port', String(port), '--data', dataFolder];
}

export function audienceOf(registered: Registration): Audience {
  return registered === 'open' ? 'anyone' : 'invited';
}
