import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Dice } from '../../support/fuzz/dice.ts';
import type { DiskOperation } from './disk-operations.ts';

/** What a disk writes whole or not at all. */
const sectorBytes = 512;

/** Of what was not synced, the disk has kept... */
const losses = ['nothing', 'everything', 'a beginning', 'something'] as const;
type Loss = (typeof losses)[number];

export interface Crash {
  /** The last line of the recording that happened. */
  line: number;
  loss: Loss;
  /** Changes that were not synced, and those of them that the disk has all the same. */
  unsynced: number;
  kept: number;
}

/**
 * A folder as a disk may leave it when the power fails: everything that was synced, and of the rest
 * what the dice say, sector by sector.
 * @param into is made anew
 */
export function leaveImage(
  into: string,
  before: string,
  operations: readonly DiskOperation[],
  line: number,
  dice: Dice,
): Crash {
  rmSync(into, { recursive: true, force: true });
  cpSync(before, into, { recursive: true });
  const begun = operations.filter(({ began }) => began <= line);
  const syncs = new Map<string, DiskOperation[]>();
  for (const each of begun) {
    if (each.kind === 'sync') syncs.set(each.path, [...(syncs.get(each.path) ?? []), each]);
  }
  const unsynced = begun.filter((each) => each.kind !== 'sync' && !isSynced(each, syncs, line));
  const notSynced = new Set(unsynced);
  const loss = dice.pick(losses);
  const beginning = dice.below(unsynced.length + 1);
  const kept = new Set(
    unsynced.filter((_, place) => {
      if (loss === 'a beginning') return place < beginning;
      return loss === 'everything' || (loss === 'something' && dice.chance(0.5));
    }),
  );
  const files = new Files(into);
  for (const operation of begun) {
    if (!notSynced.has(operation)) files.apply(operation);
    else if (kept.has(operation)) files.apply(operation, loss === 'something' ? dice : null);
  }
  files.write();
  return { line, loss, unsynced: unsynced.length, kept: kept.size };
}

/** Whether a sync of the file, or for its name one of the folder, began after it and came to its end. */
function isSynced(
  { kind, path, ended }: DiskOperation,
  syncs: ReadonlyMap<string, readonly DiskOperation[]>,
  line: number,
): boolean {
  const folder = dirname(path) === '.' ? '' : dirname(path);
  const paths = kind === 'create' ? [path, folder] : [path];
  return paths.some((each) =>
    syncs.get(each)?.some((sync) => sync.began > ended && sync.ended <= line),
  );
}

/** What a file holds; grown by half as much again, since a log grows by a page ten thousand times. */
class Content {
  /** Zeros from `#length` on. */
  #bytes: Buffer;
  #length: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#length = bytes.length;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  resize(length: number): void {
    if (length < this.#length) this.#bytes.fill(0, length, this.#length);
    if (length > this.#bytes.length) {
      const grown = Buffer.alloc(Math.ceil(length * 1.5));
      this.bytes.copy(grown);
      this.#bytes = grown;
    }
    this.#length = length;
  }

  /** @param dice say which sectors are there; null when all are */
  write(offset: number, bytes: Buffer, dice: Dice | null): void {
    this.resize(Math.max(this.#length, offset + bytes.length));
    for (let at = 0; at < bytes.length; at += sectorBytes) {
      const sector = bytes.subarray(at, at + sectorBytes);
      if (dice === null || dice.chance(0.5)) sector.copy(this.#bytes, offset + at);
    }
  }
}

class Files {
  readonly #folder: string;
  readonly #contents = new Map<string, Content>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param dice say which sectors of a write are there; null when all are */
  apply({ kind, path, offset, bytes, length }: DiskOperation, dice: Dice | null = null): void {
    if (kind === 'sync') return;
    const content = this.#contentOf(path);
    if (kind === 'truncate') content.resize(length);
    else if (kind === 'write') content.write(offset, bytes, dice);
  }

  write(): void {
    for (const [path, content] of this.#contents) {
      const file = join(this.#folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content.bytes);
    }
  }

  #contentOf(path: string): Content {
    const file = join(this.#folder, path);
    const known = this.#contents.get(path);
    if (known !== undefined) return known;
    const content = new Content(existsSync(file) ? readFileSync(file) : Buffer.alloc(0));
    this.#contents.set(path, content);
    return content;
  }
}
