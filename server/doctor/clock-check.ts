import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ok, warning } from './finding.ts';
import type { Check, DoctorContext, Finding } from './finding.ts';

/** Clocks drift by seconds; this much is a wrong clock. */
const toleranceMs = 120_000;
/** Nothing of this program is older. */
const firstMs = Date.UTC(2026, 0, 1);

/** Whether the clock can be right: by the times of the files in the data folder. */
export const clockCheck: Check = {
  name: 'clock',
  async look({ settings }: DoctorContext): Promise<Finding[]> {
    const nowMs = Date.now();
    const now = new Date(nowMs).toISOString();
    const todo = 'Set the clock, and let it be kept right (timedatectl set-ntp true)';
    if (nowMs < firstMs) return [warning(`The clock says ${now}, which is past`, todo)];
    const newest = newestFile(settings.data);
    if (newest !== null && newest.ms > nowMs + toleranceMs) {
      const when = new Date(newest.ms).toISOString();
      return [warning(`The clock says ${now}, but ${newest.file} was written at ${when}`, todo)];
    }
    return [ok(`The clock says ${now}`)];
  },
};

function newestFile(folder: string): { file: string; ms: number } | null {
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ name }) => ({ file: name, ms: mtimeMs(join(folder, name)) }));
  return files.toSorted((one, other) => other.ms - one.ms)[0] ?? null;
}

function mtimeMs(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
