import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StartupError } from '../startup-error.ts';
import { replaceFile } from './durable-files.ts';

const movedMark = z.object({
  version: z.literal(1),
  /** Of the server's public key. */
  identity: z.string(),
  /** Of the server that is elsewhere now. */
  epoch: z.int(),
  /** Where it went; empty where it is known only that it is elsewhere. */
  addresses: z.array(z.string()),
  moved_at: z.string(),
});
export type MovedMark = z.infer<typeof movedMark>;

/** In a data folder whose server has moved. */
export const movedMarkName = 'moved.json';

/** On disk when this returns: from then on nothing serves from this folder. */
export function markAsMoved(folder: string, mark: Omit<MovedMark, 'version' | 'moved_at'>): void {
  const content = { version: 1, ...mark, moved_at: new Date().toISOString() };
  replaceFile(join(folder, movedMarkName), `${JSON.stringify(content, null, 2)}\n`);
}

export function isMarkedAsMoved(folder: string): boolean {
  return existsSync(join(folder, movedMarkName));
}

/** @throws StartupError where the server of a folder has moved: two would split the team. */
export function requireNotMoved(folder: string): void {
  if (!isMarkedAsMoved(folder)) return;
  throw new StartupError(`${whereTo(folder)}, and does not start here any more`);
}

function whereTo(folder: string): string {
  const mark = readMark(folder);
  if (mark === null) return `The server in ${folder} has moved`;
  const on = mark.moved_at.slice(0, 10);
  const [address] = mark.addresses;
  const to = address === undefined ? 'another computer' : address;
  return `The server in ${folder} has moved to ${to} on ${on}`;
}

/** Null for one that cannot be read: that it is there is what counts. */
function readMark(folder: string): MovedMark | null {
  try {
    return movedMark.parse(JSON.parse(readFileSync(join(folder, movedMarkName), 'utf8')));
  } catch {
    return null;
  }
}
