/**
 * Runs the unit, integration and fault tests (these in their quick form) and counts the branches that they take, in
 * their own processes, the servers that they start and all threads: `coverage.mjs [--list] [--docs]`. `--list` names
 * every branch that was not taken; `--docs` puts the figures into docs/reliability.md. `--report` only reads what the last
 * run has counted. Fails below a goal. `coverage.mjs PART [NAME ...]` runs the named tests of one part alone, and counts in
 * what they load; no goal is set for these.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { reportCoverage } from './coverage/report.mjs';
import { projectRoot } from './project.mjs';
import { coverageFigures, writeReliabilityPage } from './reliability-page.mjs';
import { runInForeground } from './run-command.mjs';

const options = new Set(['--list', '--docs', '--report']);
const args = process.argv.slice(2);
const named = args.filter((arg) => !options.has(arg));
const isAll = named.length === 0;
/** Apart: the whole run may be what runs the tests that run this. */
const folder = path.join(projectRoot, `test-results/coverage${isAll ? '' : '-of-part'}`);
const preload = pathToFileURL(path.join(projectRoot, 'scripts/coverage/preload.mjs')).href;

/** @returns {Promise<boolean>} whether all tests passed */
async function runTests() {
  rmSync(folder, { recursive: true, force: true });
  const env = {
    ...process.env,
    FUTURE_TALK_COVERAGE: folder,
    // Which branches there are the first few thousand find as well.
    FUZZ_REQUESTS: '5000',
    NOISE_MUTATIONS: '2000',
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${preload}`,
  };
  let passed = true;
  for (const [part = '', ...names] of isAll ? [['unit'], ['integration'], ['fault']] : [named]) {
    const quick = part === 'fault' ? ['--quick'] : [];
    const code = await runInForeground(
      process.execPath,
      ['scripts/test.mjs', part, ...quick, ...names],
      env,
    );
    if (code !== 0) passed = false;
  }
  return passed;
}

const passed = args.includes('--report') || (await runTests());
const met = reportCoverage(folder, { lists: args.includes('--list'), isAll });
if (passed && isAll && args.includes('--docs')) await writeReliabilityPage(coverageFigures);
if (!passed) console.error('Some tests failed: what they were to take is missing.');
process.exitCode = passed && met ? 0 : 1;
