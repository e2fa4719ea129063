import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The test that keeps an item: its file, and its name or a part of it. */
export type Keeper = readonly [file: string, name: string];

const testFolder = join(import.meta.dirname, '..');

/** Makes sure that the tests are there; they run with their own suites. */
export function describeKeepers(items: Record<string, Record<string, Keeper>>): void {
  describe.each(Object.entries(items))('%s', (_, kept) => {
    it.each(Object.entries(kept))('%s', (_item, [file, name]) => {
      expect(readFileSync(join(testFolder, file), 'utf8')).toContain(name);
    });
  });
}
