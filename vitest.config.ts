import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { countingTests } from './scripts/coverage/plugins.mjs';
import { leftOutTests } from './scripts/left-out-tests.mjs';

const isCounting = process.env['FUTURE_TALK_COVERAGE'] !== undefined;

export default defineConfig({
  plugins: isCounting ? [countingTests()] : [],
  test: {
    setupFiles: isCounting ? ['./scripts/coverage/test-setup.mjs'] : [],
    // A thread that ends while a uWebSockets.js app is open takes its whole process down.
    pool: 'forks',
    // Files wait as much as they work: two at a time also where there are two processors only.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Limits tell a hang from an answer; how fast something is, the benchmarks say. A machine that
    // is busy with other tests may need many times as long as one that is not.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/vectors/**/*.test.ts'],
          exclude: ['test/unit/renderer/**'],
        },
      },
      {
        extends: true,
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'renderer',
          include: ['test/unit/renderer/**/*.test.ts'],
          environment: 'jsdom',
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          globalSetup: ['./scripts/threads-for-tests.mjs'],
          include: ['test/{integration,regression}/**/*.test.ts'],
          exclude: leftOutTests.map(({ file }) => file),
          // A real server hashes passwords with argon2id and waits for the disk.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'fault',
          globalSetup: ['./scripts/threads-for-tests.mjs'],
          include: ['test/fault/**/*.test.ts'],
          exclude: leftOutTests.map(({ file }) => file),
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
