import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { leftOutTests } from './scripts/left-out-tests.mjs';

const packaged = process.env.FUTURE_TALK_PACKAGED ?? '';
/** Elsewhere than on Windows its packages are looked at and installed, and not run. */
const isForeign = process.platform !== 'win32' && packaged.endsWith('.exe');

/** Of scripts/desktop-session.mjs, one for each that runs tests beside others: a screen has one focus. */
const desktops = JSON.parse(process.env.DESKTOP_SESSIONS ?? '[]') as Record<string, string>[];
const worker = process.env.TEST_PARALLEL_INDEX;
if (worker !== undefined) {
  Object.assign(process.env, desktops[Number(worker)]);
  if (desktops.length > 1 && process.env.DESKTOP_SESSION_NETWORK !== 'own') {
    throw new Error('Those who run tests side by side would find the servers of each other.');
  }
} else if (desktops.length > 1) {
  // Playwright starts its workers with it.
  process.execPath = path.join(import.meta.dirname, 'scripts/desktop-session/on-own-network.sh');
}

export default defineConfig({
  testDir: packaged === '' ? 'test/e2e' : isForeign ? 'test/package/windows' : 'test/package',
  testIgnore: [
    ...leftOutTests.map(({ file }) => `**/${file}`),
    ...(isForeign ? [] : ['**/test/package/windows/**']),
  ],
  outputDir: 'test-results/e2e',
  workers: Math.max(1, desktops.length),
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // The JSON report's place comes in PLAYWRIGHT_JSON_OUTPUT_FILE, from scripts/test.mjs.
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : [['list']],
});
