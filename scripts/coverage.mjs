/**
 * Runs the unit, integration and fault tests (these in their quick form) and counts the branches that they take, in
 * their own processes, the servers that they start and all threads: `coverage.mjs [--list]`. `--list` names every branch
 * that was not taken. `--report` only reads what the last run has counted. Fails below a goal.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { reportCoverage } from './coverage/report.mjs';
import { projectRoot } from './project.mjs';
import { runInForeground } from './run-command.mjs';

const folder = path.join(projectRoot, 'test-results/coverage');
const preload = pathToFileURL(path.join(projectRoot, 'scripts/coverage/preload.mjs')).href;

/** @returns {Promise<boolean>} whether all tests passed */
async function runTests() {
  rmSync(folder, { recursive: true, force: true });
  const env = {
    ...process.env,
    FUTURE_TALK_COVERAGE: folder,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${preload}`,
  };
  let passed = true;
  for (const part of [['unit'], ['integration'], ['fault', '--quick']]) {
    const code = await runInForeground(process.execPath, ['scripts/test.mjs', ...part], env);
    if (code !== 0) passed = false;
  }
  return passed;
}

const args = process.argv.slice(2);
const passed = args.includes('--report') || (await runTests());
const met = reportCoverage(folder, { all: args.includes('--list') });
if (!passed) console.error('Some tests failed: what they were to take is missing.');
process.exitCode = passed && met ? 0 : 1;
