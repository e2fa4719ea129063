import { z } from 'zod';
import { parseJson } from '../storage/json-file.ts';

const progressLine = z.object({ event: z.literal('progress'), done: z.number() });

/** Hears the lines of a command of the server's program, and tells those of how far it is, from 0 to 1. */
export function hearProgress(onProgress: (at: { done: number }) => void): (line: string) => void {
  return (line) => {
    const { data } = progressLine.safeParse(parseJson(line));
    if (data !== undefined) onProgress({ done: data.done });
  };
}
