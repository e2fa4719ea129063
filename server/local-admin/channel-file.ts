import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../db/durable-files.ts';
import { codeOf } from '../system-error.ts';

/** Where a running server hears its owner, and what proves them: only they can read this file. */
export const channelFileName = 'local-admin.json';

const channel = z.object({ url: z.url(), token: z.string().min(32), pid: z.int() });
export type Channel = z.infer<typeof channel>;

export function writeChannelFile(dataFolder: string, place: Channel): void {
  replaceFile(join(dataFolder, channelFileName), `${JSON.stringify(place)}\n`);
}

/** Null where there is none, or one that cannot be read. */
export function readChannelFile(dataFolder: string): Channel | null {
  try {
    const text = readFileSync(join(dataFolder, channelFileName), 'utf8');
    return channel.safeParse(JSON.parse(text)).data ?? null;
  } catch (cause) {
    if (cause instanceof SyntaxError || isFileError(cause)) return null;
    throw cause;
  }
}

export function removeChannelFile(dataFolder: string): void {
  rmSync(join(dataFolder, channelFileName), { force: true });
}

function isFileError(cause: unknown): boolean {
  return ['ENOENT', 'EACCES', 'EPERM'].includes(codeOf(cause));
}
