import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInstrumenter } from 'istanbul-lib-instrument';
import { projectRoot } from '../project.mjs';

/** The rooms whose branches are counted. */
export const countedRooms = ['server', 'protocol', 'src/client'];

const instrumenter = createInstrumenter({ esModules: true, parserPlugins: ['typescript'] });

/** @param {string} file */
export function isCounted(file) {
  const name = path.relative(projectRoot, file).split(path.sep).join('/');
  return name.endsWith('.ts') && countedRooms.some((room) => name.startsWith(`${room}/`));
}

/**
 * The source with a counter at each branch. TypeScript goes in and comes out, so that whoever runs
 * it, vitest, tsx or the built server, counts the same branches of the same text.
 * @param {string} file
 */
export function instrumented(file) {
  return instrumenter.instrumentSync(readFileSync(file, 'utf8'), file);
}

/**
 * What is counted of a file that nobody has loaded.
 * @param {string} file
 */
export function nothingCounted(file) {
  instrumented(file);
  return instrumenter.lastFileCoverage();
}
