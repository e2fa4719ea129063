import { expect } from 'vitest';
import { contentsOf } from './stored-bytes.ts';
import { ServerProcess } from './server-process.ts';
import type { Ending } from './server-process.ts';

/** Runs a command of the server to its end; `input` is all that comes on standard input. */
export async function runCommand(words: readonly string[], input = ''): Promise<Ending> {
  const program = ServerProcess.launch({ options: words });
  program.child.stdin?.end(input);
  return program.ended;
}

/** What a command that succeeds answers as JSON. */
export async function answerOf<T>(words: readonly string[], input = ''): Promise<T> {
  const ending = await runCommand([...words, '--json'], input);
  expect(ending).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(ending.stdout) as T;
}

/** One sentence on standard error, nothing on standard output, and nothing changed in the folder. */
export async function expectRefused(
  words: readonly string[],
  sentence: RegExp,
  { folder, input = '' }: { folder?: string; input?: string } = {},
): Promise<void> {
  const before = folder === undefined ? [] : contentsOf(folder);
  const { code, stdout, stderr } = await runCommand(words, input);
  expect(stderr).toMatch(sentence);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  if (folder !== undefined) expect(contentsOf(folder)).toEqual(before);
}
