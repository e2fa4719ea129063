import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { folderForTest, ServerProcess } from './server-process.ts';
import type { Ending } from './server-process.ts';

export const backupPassphrase = 'a long walk on the beach';

/** A file with a secret in it, as people name one on the command line. */
export function secretFile(secret: string): string {
  const file = join(folderForTest(), 'secret');
  writeFileSync(file, `${secret}\n`);
  return file;
}

/** Runs a command of the server to its end. */
export async function command(...words: string[]): Promise<Ending> {
  const program = ServerProcess.launch({ options: words });
  program.child.stdin?.end();
  return program.ended;
}

export interface Told {
  event: string;
  [detail: string]: unknown;
}

/** What a command that succeeds says last, as JSON. */
export async function succeeds(...words: string[]): Promise<Told> {
  const ending = await command(...words, '--json');
  expect(ending, ending.stdout + ending.stderr).toMatchObject({ code: 0 });
  return JSON.parse(ending.stdout.trim().split('\n').at(-1) ?? '') as Told;
}

/** Backs a data folder up under the passphrase of these tests, and answers the file. */
export async function backUp(data: string): Promise<string> {
  const target = join(folderForTest(), 'team.ftbackup');
  const secret = secretFile(backupPassphrase);
  const told = await succeeds('backup', target, '--data', data, '--backup-passphrase-file', secret);
  expect(told).toMatchObject({ event: 'backed-up', file: target });
  return target;
}

/** Restores into a new folder, and answers it. */
export async function restored(file: string): Promise<string> {
  const folder = join(folderForTest(), 'data');
  const secret = secretFile(backupPassphrase);
  await succeeds('restore', file, '--data', folder, '--backup-passphrase-file', secret);
  return folder;
}
