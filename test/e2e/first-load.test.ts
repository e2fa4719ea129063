import path from 'node:path';
import { expect, test } from '@playwright/test';
import { firstLoadBytesMax, firstLoadScripts, gzippedBytes } from '../../bench/app/first-load.ts';

const rendererFolder = path.resolve(import.meta.dirname, '../../out/renderer');

test('what the window loads at first is small; what is seldom needed is not among it', () => {
  const scripts = firstLoadScripts(rendererFolder);
  expect(scripts).not.toEqual([]);
  expect(gzippedBytes(scripts)).toBeLessThan(firstLoadBytesMax);
  // A language and the emoji data, which are loaded when they are wanted.
  const names = scripts.map((file) => path.basename(file));
  for (const later of [/^ar-/, /^data-/]) {
    expect(names.filter((name) => later.test(name))).toEqual([]);
  }
});
