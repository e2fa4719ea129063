import { defineConfig } from '@playwright/test';
import { leftOutTests } from './scripts/left-out-tests.mjs';

export default defineConfig({
  testDir: process.env.FUTURE_TALK_PACKAGED ? 'test/package' : 'test/e2e',
  testIgnore: leftOutTests.map(({ file }) => `**/${file}`),
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
