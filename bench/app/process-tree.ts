import { readFileSync, readdirSync } from 'node:fs';

/**
 * Proportional set size of a process and all below it, in bytes: a page that several processes share
 * is divided among them, so that the sum counts it once. Linux only.
 */
export function treeMemoryBytes(root: number): number {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? parentOf(pid) : null;
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const sum = (pid: number): number =>
    (children.get(pid) ?? []).reduce((total, child) => total + sum(child), memoryOf(pid));
  return sum(root);
}

/** Null for a process that has ended meanwhile. */
function parentOf(pid: number): number | null {
  const status = read(`/proc/${String(pid)}/status`);
  const parent = /^PPid:\s+(\d+)/m.exec(status)?.[1];
  return parent === undefined ? null : Number(parent);
}

function memoryOf(pid: number): number {
  const kibibytes = /^Pss:\s+(\d+)/m.exec(read(`/proc/${String(pid)}/smaps_rollup`))?.[1];
  return Number(kibibytes ?? 0) * 1024;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
