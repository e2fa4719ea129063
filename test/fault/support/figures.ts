import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isLongForm } from './form.ts';

const folder = path.resolve(import.meta.dirname, '../../../test-results/faults');

/**
 * Keeps what a test has counted for docs/reliability.md (`scripts/reliability-page.mjs`).
 * @param name of the row there
 * @param figures a label to a count, or to a duration with its unit
 */
export function recordFigures(name: string, figures: Record<string, number | string>): void {
  mkdirSync(folder, { recursive: true });
  const form = isLongForm ? 'long' : 'quick';
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify({ name, form, figures }));
}

/** @param share 0.99 for the p99 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
