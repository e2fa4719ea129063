import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteContent } from '#protocol/bytes.ts';
import { AppError } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import type { MoveContent } from '#protocol/move.ts';
import { chunkBytes, sealedChunkBytes } from '../blobs/sealed-chunk.ts';
import type { StillContent } from '../db/still-file.ts';
import type { StillCopy } from './still-copy.ts';

/** A move for which a successor has come. */
export interface Underway {
  /** The successor's, by which it is known again. */
  deviceKey: Uint8Array;
  /** Null until it is asked for. */
  copy: StillCopy | null;
  /** It follows until an administrator ends that, also over restarts of this server. */
  standsBy: boolean;
  /** What was listed last, and when; milliseconds since 1970. */
  listed: { version: number; at: number } | null;
  /** The same of what has been fetched: as of when the copy that stands by is. */
  copied: { version: number; at: number } | null;
  isStill: boolean;
  /** When it asked for something last; milliseconds since 1970. */
  heardAt: number;
  /** Of the sealed files that were listed. */
  sizes: Map<string, number>;
  fetchedBytes: number;
  totalBytes: number;
}

export function newUnderway(deviceKey: Uint8Array, standsBy: boolean): Underway {
  const counts = { isStill: false, fetchedBytes: 0, totalBytes: 0 };
  const copy = { copy: null, listed: null, copied: null, sizes: new Map<string, number>() };
  return { deviceKey, standsBy, heardAt: Date.now(), ...copy, ...counts };
}

/** The sealed files that are there: what this server lacks, its successor will lack too. */
export async function presentFiles(
  folder: string,
  held: StillContent,
  { isStill: isLast, sizes }: Underway,
  onMissing: (name: string) => void,
): Promise<MoveContent['files']> {
  const files: MoveContent['files'] = [];
  for (const name of held.files) {
    // They do not change: one that follows need not wait until all have been looked at again.
    const size = isLast ? undefined : sizes.get(name);
    const bytes = size ?? (await stat(join(folder, name)).catch(() => null))?.size;
    if (bytes !== undefined) {
      files.push({ name, bytes });
      sizes.set(name, bytes);
    } else if (isLast) {
      onMissing(name);
    }
  }
  // Of what is still coming, what had come: it is another file once it is whole.
  const coming = isLast ? held.uploads : [];
  for (const { id, byteOffset } of coming) {
    files.push({ name: id, bytes: Math.floor(byteOffset / chunkBytes) * sealedChunkBytes });
  }
  return files;
}

/** @throws AppError NOT_FOUND, RANGE_NOT_SATISFIABLE */
export async function pieceOf(
  underway: Underway,
  path: string,
  first: number,
): Promise<ByteContent> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new AppError('NOT_FOUND');
  if (first >= found.size) throw new AppError('RANGE_NOT_SATISFIABLE');
  const length = Math.min(limits.movePieceBytes, found.size - first);
  underway.fetchedBytes += length;
  const range = { start: first, end: first + length - 1 };
  return { length, read: () => createReadStream(path, range) };
}
