import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../../../test-results/fuzz');

/**
 * Keeps what a fuzzer has counted for docs/reliability.md (`scripts/reliability-page.mjs`).
 * @param name of its test's file, and of the place on the page
 * @param given variables that the run was given
 */
export function recordFuzzFigures(
  name: string,
  given: readonly string[],
  figures: Record<string, number | string>,
): void {
  const set = given
    .filter((variable) => process.env[variable] !== undefined)
    .map((variable) => `${variable}=${process.env[variable] ?? ''}`);
  const command = [...set, 'npm run test:integration --', '--docs', name].join(' ');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify({ name, command, figures }));
}
