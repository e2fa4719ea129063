import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { countsFromPlaywright, countsFromVitest } from '../../scripts/test-counts.mjs';
import { folderForTest } from '../support/server-process.ts';

function fileWith(report: unknown): string {
  const file = join(folderForTest(), 'report.json');
  writeFileSync(file, JSON.stringify(report));
  return file;
}

it('names what failed in a part of Vitest, with its file, and a file that could not be loaded', () => {
  const report = {
    numPassedTests: 1,
    testResults: [
      {
        name: join(process.cwd(), 'test/unit/colours.test.ts'),
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'colours are bright' },
          { status: 'failed', fullName: 'colours are told apart' },
        ],
      },
      {
        name: join(process.cwd(), 'test/unit/shapes.test.ts'),
        status: 'failed',
        assertionResults: [],
      },
    ],
  };
  expect(countsFromVitest(fileWith(report))).toEqual({
    passed: 1,
    failed: 2,
    failures: [
      'test/unit/colours.test.ts › colours are told apart',
      'test/unit/shapes.test.ts could not be loaded',
    ],
  });
});

it('names what failed in a part of Playwright, however deep, and what failed outside any test', () => {
  const spec = { file: 'colours.test.ts', line: 7 };
  const report = {
    stats: { expected: 1, unexpected: 1, flaky: 0 },
    errors: [{ message: 'no such file' }],
    suites: [
      {
        specs: [{ ...spec, title: 'are bright', ok: true }],
        suites: [{ specs: [{ ...spec, title: 'are told apart', ok: false }] }],
      },
    ],
  };
  expect(countsFromPlaywright(fileWith(report))).toEqual({
    passed: 1,
    failed: 2,
    failures: ['colours.test.ts:7 › are told apart', 'no such file'],
  });
});

it('counts nothing where no report was written', () => {
  const nothing = { passed: 0, failed: 0, failures: [] };
  const file = join(folderForTest(), 'report.json');
  expect(countsFromVitest(file)).toEqual(nothing);
  expect(countsFromPlaywright(file)).toEqual(nothing);
});
