import { defineConfig } from '@playwright/test';
import { leftOutTests } from './scripts/left-out-tests.mjs';

const packaged = process.env.FUTURE_TALK_PACKAGED ?? '';
/** Elsewhere than on Windows its packages are looked at and installed, and not run. */
const isForeign = process.platform !== 'win32' && packaged.endsWith('.exe');

export default defineConfig({
  testDir: packaged === '' ? 'test/e2e' : isForeign ? 'test/package/windows' : 'test/package',
  testIgnore: [
    ...leftOutTests.map(({ file }) => `**/${file}`),
    ...(isForeign ? [] : ['**/test/package/windows/**']),
  ],
  outputDir: 'test-results/e2e',
  // The tests share one screen, one focus and one notification daemon.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // The JSON report's place comes in PLAYWRIGHT_JSON_OUTPUT_FILE, from scripts/test.mjs.
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : [['list']],
});
