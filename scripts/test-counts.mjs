import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} TestCounts
 * @property {number} passed
 * @property {number} failed
 */

/**
 * @param {string} reportFile Vitest's JSON report
 * @returns {TestCounts} a file that could not even be loaded counts as one failure
 */
export function countsFromVitest(reportFile) {
  if (!existsSync(reportFile)) return { passed: 0, failed: 0 };
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  const unloaded = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
      file.status === 'failed' && file.assertionResults.length === 0,
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}

/**
 * @param {string} reportFile Playwright's JSON report
 * @returns {TestCounts} errors outside any test (a file that could not be loaded) count as failures
 */
export function countsFromPlaywright(reportFile) {
  if (!existsSync(reportFile)) return { passed: 0, failed: 0 };
  const { stats, errors } = JSON.parse(readFileSync(reportFile, 'utf8'));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}
