import { statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import {
  firstLoadBytesMax,
  firstLoadScripts,
  gzippedBytes,
  packagesOf,
  scriptsBeforeWindow,
} from '../../bench/app/first-load.ts';

const builtFolder = path.resolve(import.meta.dirname, '../../out');

for (const page of ['renderer', 'guest']) {
  test(`what the ${page} loads at first is small; what is seldom needed is not among it`, () => {
    const scripts = firstLoadScripts(path.join(builtFolder, page));
    expect(scripts).not.toEqual([]);
    expect(gzippedBytes(scripts)).toBeLessThan(firstLoadBytesMax);
    // A language and the emoji data, which are loaded when they are wanted.
    const names = scripts.map((file) => path.basename(file));
    for (const later of [/^ar-/, /^data-/]) {
      expect(names.filter((name) => later.test(name))).toEqual([]);
    }
  });
}

test('main reads little before its window opens, and no package', () => {
  const scripts = scriptsBeforeWindow(path.resolve(import.meta.dirname, '../../out/main'));
  const bytes = scripts.reduce((sum, file) => sum + statSync(file).size, 0);
  expect(bytes).toBeLessThan(50_000);
  const packages = packagesOf(scripts).filter((name) => !name.startsWith('node:'));
  expect(packages).toEqual(['electron']);
});
