import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A label to a count. */
export type Figures = Record<string, number>;

const folder = resolve(import.meta.dirname, '../../test-results/soak');

/** Keeps what was counted for docs/reliability.md (`scripts/reliability-page.mjs`). */
export function keepFigures(form: 'quick' | 'long', figures: Figures): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'soak.json'), JSON.stringify({ name: 'soak', form, figures }));
}
