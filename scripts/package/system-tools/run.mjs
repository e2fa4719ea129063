import { spawnSync } from 'node:child_process';

/**
 * Runs a program to its end; throws what it said when it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 * @returns {string} what it printed
 */
export function run(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    maxBuffer: 64 * 1024 * 1024,
    ...options,
    encoding: 'utf8',
  });
  if (error) throw new Error(`${program} did not start: ${error.message}`);
  if (status !== 0) throw new Error(`${program} failed (${String(status)}).\n${stderr}${stdout}`);
  return stdout;
}
