/**
 * `test.mjs [unit|integration|fault|e2e|package] [arguments for the runner]`: one part, or all of them in
 * order, but for that of the package.
 * Faults by themselves run in their long form unless `--quick` is given; `--docs` puts what they, or the
 * fuzzers among the integration tests, have counted into docs/reliability.md. Ends with the names of what has
 * failed and the line `N passed, N failed`; a part in which no test ran has failed.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { buildApp, buildGuestPage, buildServer } from './build.mjs';
import { findElectron } from './electron-binary.mjs';
import { followNpm } from './follow-npm.mjs';
import { leftOutTests } from './left-out-tests.mjs';
import {
  ensureLinuxPrerequisites,
  ensureIntegrationPrograms,
  ensurePackagingPrograms,
  findBrowser,
} from './linux-prerequisites.mjs';
import { openPackage } from './package/opened-package.mjs';
import { packedFile, packedProgram } from './package/packed-program.mjs';
import { packageCommand, projectRoot } from './project.mjs';
import { clearFigures, fuzzFigures, writeReliabilityPage } from './reliability-page.mjs';
import { runInForeground } from './run-command.mjs';
import { addCounts, countsFromPlaywright, countsFromVitest, noTests } from './test-counts.mjs';

/** @typedef {import('./test-counts.mjs').TestCounts & { code: number }} PartResult */

/**
 * @param {string} part
 * @returns {string} where the part's runner writes its report; an older one is removed
 */
function freshReportFile(part) {
  const reportFile = path.join(projectRoot, 'test-results', `${part}.json`);
  rmSync(reportFile, { force: true });
  return reportFile;
}

/**
 * @param {string} part
 * @param {string[]} projects
 * @param {string[]} args
 * @returns {Promise<PartResult>}
 */
async function runVitest(part, projects, args) {
  const reportFile = freshReportFile(part);
  const vitest = [packageCommand('vitest'), 'run'];
  for (const project of projects) vitest.push('--project', project);
  vitest.push('--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`);
  const code = await runInForeground(process.execPath, [...vitest, ...args], process.env);
  return { code, ...countsFromVitest(reportFile) };
}

/**
 * @param {string[]} args
 * @returns {Promise<PartResult>}
 */
async function runEndToEnd(args) {
  const electron = await findElectron();
  await ensureLinuxPrerequisites({ electron, forTests: true });
  await buildServer();
  await buildGuestPage();
  await buildApp();
  const reportFile = freshReportFile('e2e');
  const env = {
    ...process.env,
    FUTURE_TALK_ELECTRON: electron,
    FUTURE_TALK_NODE: process.execPath,
    FUTURE_TALK_BROWSER: findBrowser() ?? '',
    PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
  };
  const playwright = [process.execPath, packageCommand('@playwright/test', 'playwright'), 'test'];
  const [command = process.execPath, ...rest] = [
    ...onOwnDesktop(desktopsFor(args)),
    ...playwright,
    ...args,
  ];
  const code = await runInForeground(command, rest, env);
  return { code, ...countsFromPlaywright(reportFile) };
}

/**
 * Two, where the whole is run, there are processors for both, and each can have a network of its own, which takes
 * root on Linux. On two processors some windows would come near the limits of their tests.
 * @param {string[]} args
 * @returns {number}
 */
function desktopsFor(args) {
  const isWhole = args.every((arg) => arg.startsWith('-'));
  if (!isWhole || availableParallelism() < 4) return 1;
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 1;
  const { status } = spawnSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up']);
  return status === 0 ? 2 : 1;
}

/**
 * The same runner on a package: the one that FUTURE_TALK_PACKAGED names, its program or its file, or one that is made
 * first. `--targets deb,rpm` makes these kinds, and tests each; on Linux `--system windows` those of Windows.
 * @param {string[]} args
 * @returns {Promise<PartResult>}
 */
async function runPackaged(args) {
  await ensureLinuxPrerequisites({ electron: await findElectron(), forTests: true });
  const [targets, rest] = takeOption(args, '--targets');
  const [system, others] = takeOption(rest, '--system');
  const named = process.env.FUTURE_TALK_PACKAGED;
  if (named !== undefined) return runOnPackage(named, others);
  const kinds = targets === undefined ? ['--dir'] : ['--targets', targets];
  if (system !== undefined) kinds.push('--system', system);
  const pack = [path.join(projectRoot, 'scripts/package.mjs'), '--for-tests', ...kinds];
  const code = await runInForeground(process.execPath, pack, process.env);
  if (code !== 0) return { code, ...noTests() };
  const made = targets === undefined ? [packedProgram()] : targets.split(',').map(packedFile);
  const total = { code: 0, ...noTests() };
  for (const each of made) {
    const result = await runOnPackage(each, others);
    total.code ||= result.code;
    addCounts(total, result);
  }
  return total;
}

/**
 * @param {string} named a package's program, or its file
 * @param {string[]} args
 * @returns {Promise<PartResult>}
 */
async function runOnPackage(named, args) {
  console.log(`Testing ${named}`);
  const opened = openPackage(named);
  const reportFile = freshReportFile('package');
  const env = {
    ...process.env,
    FUTURE_TALK_PACKAGED: opened.program,
    FUTURE_TALK_PACKAGE_FILE: opened.file ?? '',
    FUTURE_TALK_PACKAGE_SYSTEM: opened.system ?? '',
    PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
  };
  const playwright = [process.execPath, packageCommand('@playwright/test', 'playwright'), 'test'];
  const [command = process.execPath, ...rest] = [
    ...opened.within,
    ...onOwnDesktop(),
    ...playwright,
    ...args,
  ];
  try {
    if (opened.file !== undefined) await ensurePackagingPrograms();
    const code = await runInForeground(command, rest, env);
    return { code, ...countsFromPlaywright(reportFile) };
  } finally {
    opened.close();
  }
}

/**
 * @param {string[]} args
 * @param {string} name
 * @returns {[value: string | undefined, others: string[]]}
 */
function takeOption(args, name) {
  const at = args.indexOf(name);
  return at === -1 ? [undefined, args] : [args[at + 1], args.toSpliced(at, 2)];
}

/**
 * @param {number} [count]
 * @returns {string[]} what goes before the command where the tests need a bus, a screen, a keychain
 *   and a notification daemon that are not the person's own
 */
function onOwnDesktop(count = 1) {
  if (process.platform !== 'linux') return [];
  const session = path.join(projectRoot, 'scripts/desktop-session.mjs');
  return [process.execPath, session, '--desktops', String(count)];
}

/**
 * @param {string[]} args
 * @returns {Promise<PartResult>}
 */
async function runIntegration(args) {
  await ensureIntegrationPrograms();
  // Some of these tests start the server as its users do: as a program, with what it serves.
  await buildServer();
  await buildGuestPage();
  clearFigures(fuzzFigures);
  const others = args.filter((arg) => arg !== '--docs');
  const result = await runVitest('integration', ['integration'], others);
  if (args.includes('--docs')) await writeReliabilityPage(fuzzFigures);
  return result;
}

/**
 * @param {string[]} args
 * @returns {Promise<PartResult>}
 */
async function runFaults(args) {
  const own = ['--quick', '--docs'];
  await ensureIntegrationPrograms();
  await buildServer();
  clearFigures();
  const [isQuick, isForDocs] = own.map((arg) => args.includes(arg));
  process.env.FUTURE_TALK_FAULTS = isQuick ? 'quick' : 'long';
  // What is known of a million messages fills more than Node takes by itself.
  const more = isQuick ? '' : ' --max-old-space-size=8192';
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''}${more}`;
  // How long something took is told of a server that had the computer to itself.
  const alone = isQuick && !isForDocs ? [] : ['--no-file-parallelism'];
  const others = args.filter((arg) => !own.includes(arg));
  const result = await runVitest('fault', ['fault'], [...alone, ...others]);
  if (isForDocs) await writeReliabilityPage();
  return result;
}

/** @type {Record<string, (args: string[]) => Promise<PartResult>>} */
const parts = {
  unit: (args) => runVitest('unit', ['unit', 'renderer'], args),
  integration: runIntegration,
  fault: runFaults,
  e2e: runEndToEnd,
  package: runPackaged,
};

/** Run only when they are named. */
const byName = new Set(['package']);

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main([chosen, ...args]) {
  if (chosen !== undefined && !parts[chosen]) {
    throw new Error(`Unknown part "${chosen}". The parts are: ${Object.keys(parts).join(', ')}.`);
  }
  for (const { file, reason } of leftOutTests)
    console.log(`Left out here: ${file}, for ${reason}.`);
  const totals = noTests();
  let failed = false;
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (interrupted = true));
  for (const [name, run] of Object.entries(parts)) {
    if (interrupted || (chosen === undefined ? byName.has(name) : chosen !== name)) continue;
    console.log(`\n== ${name} tests ==`);
    const quick = chosen === undefined && name === 'fault' ? ['--quick'] : [];
    const result = await run([...quick, ...args]).catch((error) => {
      console.error(error instanceof Error ? error.message : error);
      return { code: 1, ...noTests() };
    });
    if (result.passed + result.failed === 0) console.error(`No ${name} test ran.`);
    if (result.code !== 0 || result.failed > 0 || result.passed === 0) failed = true;
    addCounts(totals, result);
  }
  // What a part printed itself may be thousands of lines above.
  for (const failure of totals.failures) console.error(`Failed: ${failure}`);
  console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
  return failed || interrupted ? 1 : 0;
}

followNpm();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
