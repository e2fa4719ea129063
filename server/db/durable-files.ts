import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Replaces a small file, readable by its owner only: after a crash it has the old content or the
 * new one. On disk when this returns.
 */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.new`;
  writeFileSync(temporary, content, { mode: 0o600, flush: true });
  renameSync(temporary, file);
  flushFolder(dirname(file));
}

/** Writes a file that is on disk when this returns; its name is, once its folder is flushed. */
export function writeDurably(folder: string, name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content, { mode: 0o600, flush: true });
}

/** What was written to a file is on disk when this returns. */
export function flushFile(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Renames and removals are durable only with their folder; Windows has no such call. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
