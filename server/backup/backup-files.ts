import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const suffix = '.ftbackup';
/** A backup that is being made; under this name it is never taken for one. */
export const unfinishedSuffix = '.unfinished';

/** A name that is good on every system; with the same prefix they sort by time. */
export function backupName(at: Date, prefix = 'future-talk'): string {
  return `${prefix}-${at.toISOString().replaceAll(/[:.]/g, '-')}${suffix}`;
}

/** Removes all but the newest of those whose names begin so. */
export function removeOldBackups(folder: string, prefix: string, keep: number): void {
  const names = readdirSync(folder)
    .filter((name) => name.startsWith(`${prefix}-`) && name.endsWith(suffix))
    .sort()
    .reverse();
  for (const name of names.slice(keep)) rmSync(join(folder, name), { force: true });
}

/** Removes what a backup left that was killed. */
export function removeUnfinished(folder: string, prefix: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${prefix}-`) && name.endsWith(`${suffix}${unfinishedSuffix}`)) {
      rmSync(join(folder, name), { force: true });
    }
  }
}
