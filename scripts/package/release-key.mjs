import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../project.mjs';
import { run } from './system-tools/run.mjs';

/** The secret key that signs updates of packages that are only tested. */
export const testedReleaseKey = path.join(projectRoot, 'test-results/release.pem');

/** @returns {string} the public half of a new one */
export function keyForTests() {
  const halves = [testedReleaseKey, `${testedReleaseKey}.pub`];
  for (const half of halves) rmSync(half, { force: true });
  mkdirSync(path.dirname(testedReleaseKey), { recursive: true });
  run(process.execPath, [
    path.join(projectRoot, 'scripts/release.mjs'),
    '--new-key',
    testedReleaseKey,
  ]);
  return `${testedReleaseKey}.pub`;
}

/**
 * Whose signature updates need: without one, the app that is packed installs none.
 * @param {string} folder is made
 */
export function packedKey(folder) {
  const file = process.env.FUTURE_TALK_RELEASE_KEY;
  if (!file) {
    console.log(
      'NO UPDATES: no key for releases is given (FUTURE_TALK_RELEASE_KEY, a public one).',
    );
    return [];
  }
  console.log(`Updates need the signature of ${file}.`);
  mkdirSync(folder, { recursive: true });
  copyFileSync(file, path.join(folder, 'release-key.pem'));
  return [{ from: folder, to: 'resources' }];
}
