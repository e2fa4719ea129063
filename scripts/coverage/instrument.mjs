import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { projectRoot } from '../project.mjs';

/** The rooms whose branches are counted. */
export const countedRooms = ['server', 'protocol', 'src/client'];

const require = createRequire(import.meta.url);

/** Loaded only where a file is met for the first time: its parser takes longer than a server's start. */
function newInstrumenter() {
  /** @type {typeof import('istanbul-lib-instrument')} */
  const { createInstrumenter } = require('istanbul-lib-instrument');
  return createInstrumenter({ esModules: true, parserPlugins: ['typescript'] });
}

/** @param {string} file */
export function isCounted(file) {
  const name = path.relative(projectRoot, file).split(path.sep).join('/');
  return name.endsWith('.ts') && countedRooms.some((room) => name.startsWith(`${room}/`));
}

/**
 * The source with a counter at each branch. TypeScript goes in and comes out, so that whoever runs
 * it, vitest, tsx or the built server, counts the same branches of the same text. Kept for all other
 * processes and threads of a run of `npm run coverage`.
 * @param {string} file
 */
export function instrumented(file) {
  const source = readFileSync(file, 'utf8');
  const run = process.env.FUTURE_TALK_COVERAGE;
  if (run === undefined) return newInstrumenter().instrumentSync(source, file);
  const name = createHash('sha256').update(`${file}\0${source}`).digest('hex');
  const folder = path.join(run, 'sources');
  const kept = path.join(folder, `${name}.ts`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const code = newInstrumenter().instrumentSync(source, file);
  mkdirSync(folder, { recursive: true });
  // Whoever else is at the same file puts the same in its place.
  const written = `${kept}.${String(process.pid)}-${String(threadId)}`;
  writeFileSync(written, code);
  renameSync(written, kept);
  return code;
}

/**
 * What is counted of a file that nobody has loaded.
 * @param {string} file
 */
export function nothingCounted(file) {
  const instrumenter = newInstrumenter();
  instrumenter.instrumentSync(readFileSync(file, 'utf8'), file);
  return instrumenter.lastFileCoverage();
}
