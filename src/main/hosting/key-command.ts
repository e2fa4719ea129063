import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { parseJson } from '../storage/json-file.ts';

/** Deriving and proving a key takes a moment; a large database is not read for it. */
const timeoutMs = 60_000;

export interface KeyCommandLaunch {
  node: string;
  /** The command's words and options; nothing secret, since other programs can read them. */
  arguments: string[];
  environment: NodeJS.ProcessEnv;
  /** All that comes on standard input. */
  input: string;
  /** Hears each line of standard error; then it may take as long as it takes. */
  onLine?: (line: string) => void;
}

/** The command did nothing; the message is its own sentence. */
export class KeyCommandError extends Error {}

/**
 * Runs one of the server program's commands for keys; answers the line of JSON that it ends with.
 * What it writes holds keys, so nothing of it is logged. Throws KeyCommandError.
 */
export async function runKeyCommand<S extends z.ZodType>(
  launch: KeyCommandLaunch,
  schema: S,
): Promise<z.output<S>> {
  const { code, stdout, stderr } = await run(launch);
  const sentence = stderr.trim().split('\n').at(-1) ?? '';
  const lastLine = stdout.trim().split('\n').at(-1) ?? '';
  const answer = schema.safeParse(parseJson(lastLine));
  if (code === 0 && answer.success) return answer.data;
  throw new KeyCommandError(sentence || 'The server program ended without saying why');
}

function run(
  launch: KeyCommandLaunch,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(launch.node, launch.arguments, {
    env: launch.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    killSignal: 'SIGKILL',
    ...(launch.onLine === undefined && { timeout: timeoutMs }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  if (launch.onLine) createInterface({ input: child.stderr }).on('line', launch.onLine);
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new KeyCommandError('The server program could not be started', { cause }));
    });
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
    child.stdin.on('error', () => {
      // It has ended without reading all; why, its last sentence says.
    });
    child.stdin.end(launch.input);
  });
}
