import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './project.mjs';

/**
 * @param {string} absolutePath a file or a folder
 * @returns {string[]} the files, in an order that is the same everywhere
 */
function filesUnder(absolutePath) {
  if (!existsSync(absolutePath)) return [];
  if (statSync(absolutePath).isFile()) return [absolutePath];
  return readdirSync(absolutePath, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/**
 * A digest of contents rather than of times: a fresh checkout or a restored cache does not look changed.
 * @param {string[]} sources files and folders, relative to the project
 * @returns {string} hexadecimal
 */
export function fingerprintOf(sources) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesUnder(path.join(projectRoot, source)))) {
    hash.update(path.relative(projectRoot, file)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

/**
 * @param {string} stampFile
 * @param {string} fingerprint
 * @returns {boolean} whether the last build that ended well was made from these sources
 */
export function isUpToDate(stampFile, fingerprint) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint;
}

/**
 * @param {string} stampFile
 * @param {string} fingerprint
 */
export function rememberBuild(stampFile, fingerprint) {
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, fingerprint);
}
