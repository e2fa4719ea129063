import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './project.mjs';

/**
 * @typedef {object} TestCounts
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} failures the names of those that failed, or what failed outside any test
 */

/** @returns {TestCounts} of a part that left no report */
export function noTests() {
  return { passed: 0, failed: 0, failures: [] };
}

/**
 * @param {TestCounts} total what it comes to with those of a part
 * @param {TestCounts} part
 */
export function addCounts(total, { passed, failed, failures }) {
  total.passed += passed;
  total.failed += failed;
  total.failures.push(...failures);
}

/**
 * @param {string} reportFile Vitest's JSON report
 * @returns {TestCounts} a file that could not even be loaded counts as one failure
 */
export function countsFromVitest(reportFile) {
  if (!existsSync(reportFile)) return noTests();
  /** @type {{ numPassedTests: number, testResults: VitestFile[] }} */
  const { numPassedTests, testResults } = JSON.parse(readFileSync(reportFile, 'utf8'));
  const failures = testResults.flatMap(failuresOfFile);
  return { passed: numPassedTests, failed: failures.length, failures };
}

/**
 * @typedef {object} VitestFile
 * @property {string} name its path
 * @property {string} status
 * @property {{ status: string, fullName: string }[]} assertionResults
 */

/**
 * @param {VitestFile} file
 * @returns {string[]}
 */
function failuresOfFile({ name, status, assertionResults }) {
  const file = path.relative(projectRoot, name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (status === 'failed' && assertionResults.length === 0) return [`${file} could not be loaded`];
  return failed.map(({ fullName }) => `${file} › ${fullName}`);
}

/**
 * @typedef {object} PlaywrightSuite
 * @property {{ title: string, ok: boolean, file: string, line: number }[]} specs
 * @property {PlaywrightSuite[]} [suites]
 */

/**
 * @param {string} reportFile Playwright's JSON report
 * @returns {TestCounts} errors outside any test (a file that could not be loaded) count as failures
 */
export function countsFromPlaywright(reportFile) {
  if (!existsSync(reportFile)) return noTests();
  const { stats, errors, suites } = JSON.parse(readFileSync(reportFile, 'utf8'));
  const outside = errors.map((/** @type {{ message?: string }} */ { message = '' }) => message);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    failures: [...suites.flatMap(failuresOfSuite), ...outside],
  };
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {string[]}
 */
function failuresOfSuite({ specs, suites = [] }) {
  const failed = specs.filter((spec) => !spec.ok);
  const own = failed.map(({ file, line, title }) => `${file}:${String(line)} › ${title}`);
  return [...own, ...suites.flatMap(failuresOfSuite)];
}
