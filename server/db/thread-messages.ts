import type { ErrorCode } from '#protocol/errors.ts';
import type { CommittedEvent } from './handles.ts';
import type { Upgrade } from './migrate.ts';
import type { CheckedPages } from './page-check.ts';

/** What the database threads are started with. */
export interface ThreadOptions {
  role: 'writer' | 'reader' | 'checkpointer';
  file: string;
  /** 32 bytes. */
  key: Uint8Array;
}

export interface OperationCall {
  repository: string;
  operation: string;
  input: unknown;
}

export type OperationOutcome =
  | { ok: true; value: unknown }
  | { ok: false; code: ErrorCode; detail: string }
  | { ok: false; code: null; detail: string; stack: string };

/** What an operation may answer with besides plain values: bytes that are handed over to the other thread, not copied. */
export interface HandedOver {
  /** In memory of its own. */
  json: Uint8Array<ArrayBuffer>;
}

export interface BatchAnswer {
  outcomes: OperationOutcome[];
  events: CommittedEvent[];
}

/** A batch as the thread has done it. */
export interface DoneBatch extends BatchAnswer {
  /** How long it took, to disk. */
  durationMs: number;
  /** Pages that stand in the write-ahead log and not yet in the database; of a reader, none. */
  pagesBehind: number;
}

export type ThreadRequest =
  | { kind: 'batch'; calls: OperationCall[] }
  /**
   * Move the write-ahead log into the database; the writer then also empties it, so that erased text
   * leaves no copy.
   */
  | { kind: 'checkpoint' }
  /** Hold some pages of the file against their authentication codes. */
  | { kind: 'check-pages'; from: number; count: number }
  /** Walk everything and name what cannot be read whole. */
  | { kind: 'name-damage'; pages: readonly number[] }
  | { kind: 'close' };

/** Until the first of the last two. */
export type ThreadStart =
  /** The database is of an older version, which takes a while where it is large. */
  { kind: 'upgrading'; upgrade: Upgrade } | { kind: 'ready' } | { kind: 'failed'; detail: string };

/** From then on. */
export type ThreadAnswer =
  | ({ kind: 'batch' } & DoneBatch)
  | { kind: 'checkpoint'; complete: boolean }
  | { kind: 'check-pages'; answer: CheckedPages }
  | { kind: 'name-damage'; tables: string[] }
  | { kind: 'closed' };
