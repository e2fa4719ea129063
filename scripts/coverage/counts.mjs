import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { threadId } from 'node:worker_threads';

/** Names it apart from an earlier process that had its number. */
const startedAt = Date.now();

/** Writes what this process or thread has counted so far; later ones take the place of earlier ones. */
export function writeCounts() {
  const folder = process.env.FUTURE_TALK_COVERAGE;
  const counts = Reflect.get(globalThis, '__coverage__');
  if (folder === undefined || counts === undefined) return;
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${process.pid}-${threadId}-${startedAt}.json`);
  // Whoever is killed while it writes leaves nothing that would be read.
  writeFileSync(`${file}.new`, JSON.stringify(counts));
  renameSync(`${file}.new`, file);
}
