import path from 'node:path';
import type { Part, PartResult } from '../../report/part.ts';
import { summarize } from '../../report/statistics.ts';
import { firstLoadBytesMax, firstLoadScripts, gzippedBytes } from '../first-load.ts';

const kilobyte = 1_000;

function run(): Promise<PartResult> {
  const scripts = firstLoadScripts(path.resolve('out/renderer'));
  const summary = summarize([gzippedBytes(scripts) / kilobyte]);
  return Promise.resolve({
    name: 'app-first-load',
    figures: [],
    goals: [
      {
        what: "script of the window's first load, gzipped, in kB",
        bound: { atMost: firstLoadBytesMax / kilobyte },
        value: summary,
      },
    ],
  });
}

export const firstLoad: Part = {
  name: 'app-first-load',
  about: 'the script that the window loads before it shows anything',
  run,
};
