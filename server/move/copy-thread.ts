import { parentPort, workerData } from 'node:worker_threads';
import { limits } from '#protocol/limits.ts';
import { StillFile } from '../db/still-file.ts';
import type { StillContent } from '../db/still-file.ts';

export interface CopyThreadOptions {
  file: string;
  key: Uint8Array;
}

export type CopyRequest = 'hold' | 'release' | 'close';
export type CopyAnswer =
  | { kind: 'held'; content: StillContent }
  | { kind: 'released' }
  | { kind: 'failed'; detail: string };

/** A thread of its own: to read and to hash a whole database takes a while. */
function answer(still: StillFile, request: CopyRequest): CopyAnswer {
  switch (request) {
    case 'hold':
      still.hold();
      return { kind: 'held', content: still.content(limits.movePieceBytes) };
    case 'release':
      still.release();
      return { kind: 'released' };
    case 'close':
      still.close();
      parentPort?.close();
      return { kind: 'released' };
  }
}

const { file, key } = workerData as CopyThreadOptions;
const still = new StillFile(file, key);
parentPort?.on('message', (request: CopyRequest) => {
  try {
    parentPort?.postMessage(answer(still, request));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    parentPort?.postMessage({ kind: 'failed', detail } satisfies CopyAnswer);
  }
});
