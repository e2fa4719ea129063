/**
 * Format, lint, types, layering, unused code: every check, two at a time, a line each. What a
 * check has to say is shown only where it fails.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { packageCommand, projectRoot } from './project.mjs';
import { runCommand } from './run-command.mjs';

const cache = path.join(projectRoot, 'node_modules/.cache');
mkdirSync(path.join(cache, 'tsc'), { recursive: true });

/** @param {string} config */
function typeCheck(config) {
  const buildInfo = path.join(cache, 'tsc', `${config}.tsbuildinfo`);
  return ['-p', `${config}.json`, '--incremental', '--tsBuildInfoFile', buildInfo];
}

/** The rooms that exist: dependency-cruiser refuses to be given a folder that does not. */
function rooms() {
  const known = new Set(['protocol', 'server', 'src', 'test', 'bench', 'scripts']);
  return readdirSync(projectRoot).filter((name) => known.has(name));
}

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {string} script
 * @property {string[]} args
 */

/** Linting them takes as long as all the rest. */
const pages = ['src/renderer', 'src/guest'];

/**
 * The longest first, so that two lanes end at about the same time.
 * @type {Check[]}
 */
const checks = [
  {
    name: 'lint (renderer)',
    script: packageCommand('eslint'),
    // No cache: a rule that knows types may change its mind about a file that did not change.
    args: [...pages, '--max-warnings', '0'],
  },
  {
    name: 'lint (everything else)',
    script: packageCommand('eslint'),
    args: ['.', ...pages.flatMap((room) => ['--ignore-pattern', room]), '--max-warnings', '0'],
  },
  {
    name: 'types and Svelte (renderer)',
    script: packageCommand('svelte-check'),
    // It checks the .ts files of this program too, and knows what .svelte files export: tsc does not.
    args: ['--tsconfig', './tsconfig.web.json', '--fail-on-warnings', '--output', 'human'],
  },
  {
    name: 'types (Node)',
    script: packageCommand('typescript', 'tsc'),
    args: typeCheck('tsconfig'),
  },
  {
    name: 'types (tests that run in pages)',
    script: packageCommand('typescript', 'tsc'),
    args: typeCheck('tsconfig.browser-tests'),
  },
  {
    name: 'types (page for guests)',
    script: packageCommand('typescript', 'tsc'),
    args: typeCheck('tsconfig.guest'),
  },
  {
    name: 'format',
    script: packageCommand('prettier'),
    args: ['--check', '--log-level=warn', '--cache', '.'],
  },
  {
    name: 'layers',
    script: packageCommand('dependency-cruiser', 'depcruise'),
    args: ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...rooms()],
  },
  {
    name: 'unused',
    script: packageCommand('knip'),
    args: ['--no-progress'],
  },
  {
    name: 'notes of changes',
    script: path.join(projectRoot, 'scripts/changes.mjs'),
    args: ['--check'],
  },
];

/**
 * @param {Check} check
 * @returns {Promise<boolean>} whether it passed
 */
async function run({ name, script, args }) {
  const startedAt = performance.now();
  const { code, output } = await runCommand(process.execPath, [script, ...args], { quiet: true });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(output.trim());
  return code === 0;
}

/**
 * @param {Check[]} queue shared by the lanes
 * @returns {Promise<boolean>}
 */
async function runLane(queue) {
  let allPassed = true;
  for (let check = queue.shift(); check; check = queue.shift()) {
    if (!(await run(check))) allPassed = false;
  }
  return allPassed;
}

const queue = [...checks];
const lanes = await Promise.all([runLane(queue), runLane(queue)]);
process.exitCode = lanes.every(Boolean) ? 0 : 1;
