import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { ClosingReason } from '#protocol/connection.ts';
import { registration } from '#protocol/server.ts';
import type { Registration } from '#protocol/server.ts';
import type { Log } from '../logging/log.ts';
import { parseJson } from '../storage/json-file.ts';

/** A large database may have migrations to do before it listens. */
const startTimeoutMs = 60_000;
const stopTimeoutMs = 10_000;
const signalAfterMs = 3_000;

export interface ProgramLaunch {
  node: string;
  arguments: string[];
  environment: NodeJS.ProcessEnv;
  /** 64 hexadecimal digits. */
  databaseKey: string;
  log: Log;
}

export interface ServerLaunch extends ProgramLaunch {
  /** For a program that first takes a server over: its link, and who hears how far it has come. */
  takeOver?: { link: string; onProgress: (at: TakeOverProgress) => void };
}

export interface TakeOverProgress {
  step: 'copying' | 'finishing';
  /** From 0 to 1. */
  done: number;
}

/** What has come from another computer. */
export interface TakenOver {
  name: string;
  registration: Registration;
}

export interface RunningServer {
  /** As the server says it, with the port it listens on. */
  url: string;
  /** Its X25519 identity, base64url. */
  identity: string;
  /** Where it has just come from another computer. */
  takenOver?: TakenOver;
  /** The operating system runs it: it goes on when the app ends. */
  outlivesApp?: true;
  /** Resolves with the last sentence it said when the process has ended, for whatever reason. */
  ended: Promise<string>;
  /** Ends it, gently at first; resolves when it is gone. Those who are connected are told why. */
  stop(reason: ClosingReason): Promise<void>;
}

/** The server ended, or never began, before it listened; the message is its own last sentence. */
export class ServerLaunchError extends Error {
  get portInUse(): boolean {
    return /\bport \d+ is (already )?in use\b/i.test(this.message);
  }

  /** Most likely the server of an app that crashed, and that is still ending. */
  get dataFolderInUse(): boolean {
    return /\busing the data folder\b/i.test(this.message);
  }

  get keyDoesNotFit(): boolean {
    return /\bkey does not open the database\b/i.test(this.message);
  }
}

const startLine = z.discriminatedUnion('event', [
  z.object({ event: z.literal('listening'), url: z.url(), identity: z.string() }),
  z.object({
    event: z.literal('progress'),
    step: z.enum(['copying', 'finishing']),
    done: z.number(),
  }),
  z.object({ event: z.literal('taken-over'), name: z.string(), registration }),
]);

/** Starts the server and waits until it listens. Throws ServerLaunchError. */
export async function launchServer(launch: ServerLaunch): Promise<RunningServer> {
  const child = startProgram(launch);
  const ended = watchEnd(child, launch.log);
  const stop = (reason: ClosingReason) => stopChild(child, ended, reason);
  handOverKey(child, launch);
  // What comes from another computer takes as long as it takes.
  const timer = setTimeout(() => {
    if (launch.takeOver === undefined) child.kill('SIGKILL');
  }, startTimeoutMs);
  const started = await Promise.race([
    startOf(child, launch),
    ended.then((sentence) => ({ failure: sentence })),
  ]);
  clearTimeout(timer);
  if (started !== null && 'failure' in started) throw new ServerLaunchError(started.failure);
  if (started !== null) return { ...started, ended, stop };
  await stop('leaving');
  throw new ServerLaunchError('The server did not say where it listens');
}

/** Starts a program of the server's, whose standard input may end before the app has written to it. */
export function startProgram(launch: ProgramLaunch): ChildProcessWithoutNullStreams {
  const child = spawn(launch.node, launch.arguments, {
    env: launch.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    // Ctrl-C in a terminal is for the app, which then ends the program in its own time.
    detached: process.platform !== 'win32',
  });
  child.stdin.on('error', (error) => {
    launch.log.warn('The server program no longer reads its standard input', error.message);
  });
  return child;
}

/** Standard input stays open: the server ends by itself when the app's end of it is gone. */
function handOverKey(
  child: ChildProcessWithoutNullStreams,
  { databaseKey, takeOver }: ServerLaunch,
): void {
  child.stdin.write(`${databaseKey}\n`);
  if (takeOver !== undefined) child.stdin.write(`${takeOver.link.trim()}\n`);
}

type Started = Pick<RunningServer, 'url' | 'identity' | 'takenOver'>;

/** What it says until it listens; null for what no server says. */
function startOf(
  child: ChildProcessWithoutNullStreams,
  { takeOver }: ServerLaunch,
): Promise<Started | null> {
  let takenOver: TakenOver | undefined;
  return new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { data: said } = startLine.safeParse(parseJson(line));
      if (said === undefined) {
        resolve(null);
      } else if (said.event === 'progress') {
        takeOver?.onProgress(said);
      } else if (said.event === 'taken-over') {
        takenOver = said;
      } else {
        const { url, identity } = said;
        resolve({ url, identity, ...(takenOver && { takenOver }) });
      }
    });
  });
}

/** Resolves with the last sentence that a program of the server's said. */
export function watchEnd(child: ChildProcessWithoutNullStreams, log: Log): Promise<string> {
  let lastSentence = 'The server ended without saying why';
  createInterface({ input: child.stderr }).on('line', (line) => {
    log.info(line);
    lastSentence = sentenceOf(line) ?? lastSentence;
  });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(`The server program could not be started: ${error.message}`);
    });
    child.once('close', (code, signal) => {
      log.info(`The server process ended (${signal ?? `exit code ${code}`})`);
      resolve(lastSentence);
    });
  });
}

const logLine = z.object({ msg: z.string() });

/** What a line of standard error says to a person; null when it says nothing. */
export function sentenceOf(line: string): string | null {
  const parsed = logLine.safeParse(parseJson(line));
  const text = parsed.success ? parsed.data.msg : line;
  return text.trim() === '' ? null : text.trim();
}

async function stopChild(
  child: ChildProcessWithoutNullStreams,
  ended: Promise<string>,
  reason: ClosingReason,
): Promise<void> {
  // The end of its input ends it; a signal could not say why, and is for one that does not read.
  child.stdin.end(`${reason}\n`);
  const signal = setTimeout(() => void child.kill('SIGTERM'), signalAfterMs);
  const timer = setTimeout(() => void child.kill('SIGKILL'), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
  clearTimeout(signal);
}
