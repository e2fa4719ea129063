import type { ErrorCode } from '#protocol/errors.ts';
import type { CommittedEvent } from './handles.ts';

/** What the database threads are started with. */
export interface ThreadOptions {
  role: 'writer' | 'reader';
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

export interface BatchAnswer {
  outcomes: OperationOutcome[];
  events: CommittedEvent[];
}

export type ThreadRequest =
  | { kind: 'batch'; calls: OperationCall[] }
  /** Move the write-ahead log into the database and empty it, so that erased text leaves no copy. */
  | { kind: 'checkpoint' }
  | { kind: 'close' };

export type ThreadAnswer =
  | { kind: 'ready' }
  | { kind: 'failed'; detail: string }
  | ({ kind: 'batch' } & BatchAnswer)
  | { kind: 'checkpoint'; complete: boolean }
  | { kind: 'closed' };
