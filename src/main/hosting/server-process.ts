import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { ClosingReason } from '#protocol/connection.ts';
import type { Log } from '../logging/log.ts';
import { parseJson } from '../storage/json-file.ts';

/** A large database may have migrations to do before it listens. */
const startTimeoutMs = 60_000;
const stopTimeoutMs = 10_000;
const signalAfterMs = 3_000;

export interface ServerLaunch {
  node: string;
  arguments: string[];
  environment: NodeJS.ProcessEnv;
  /** 64 hexadecimal digits. */
  databaseKey: string;
  log: Log;
}

export interface RunningServer {
  /** As the server says it, with the port it listens on. */
  url: string;
  /** Its X25519 identity, base64url. */
  identity: string;
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

const listeningLine = z.object({
  event: z.literal('listening'),
  url: z.url(),
  identity: z.string(),
});

/** Starts the server and waits until it listens. Throws ServerLaunchError. */
export async function launchServer(launch: ServerLaunch): Promise<RunningServer> {
  const child = spawn(launch.node, launch.arguments, {
    env: launch.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    // Ctrl-C in a terminal is for the app, which then ends the server in its own time.
    detached: process.platform !== 'win32',
  });
  const ended = watchEnd(child, launch.log);
  const stop = (reason: ClosingReason) => stopChild(child, ended, reason);
  handOverKey(child, launch.databaseKey, launch.log);
  const timer = setTimeout(() => void child.kill('SIGKILL'), startTimeoutMs);
  const first = await Promise.race([
    firstLine(child),
    ended.then((sentence) => ({ failure: sentence })),
  ]);
  clearTimeout(timer);
  if (typeof first !== 'string') throw new ServerLaunchError(first.failure);
  const listening = listeningLine.safeParse(parseJson(first));
  if (listening.success) {
    return { url: listening.data.url, identity: listening.data.identity, ended, stop };
  }
  await stop('leaving');
  throw new ServerLaunchError('The server did not say where it listens');
}

/** Standard input stays open: the server ends by itself when the app's end of it is gone. */
function handOverKey(child: ChildProcessWithoutNullStreams, key: string, log: Log): void {
  child.stdin.on('error', (error) => {
    log.warn('The server no longer reads its standard input', error.message);
  });
  child.stdin.write(`${key}\n`);
}

function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: child.stdout });
    lines.once('line', resolve);
  });
}

function watchEnd(child: ChildProcessWithoutNullStreams, log: Log): Promise<string> {
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
