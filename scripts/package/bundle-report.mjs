import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} BundledPart
 * @property {string} name
 * @property {string} version
 * @property {string} file
 */

/** @param {BundledPart[]} parts */
export function describeParts(parts) {
  return parts.map(({ name, version, file }) => {
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    return `  ${name} ${version}, ${megabytes(statSync(file).size)}, sha256 ${sha256}`;
  });
}

/** @param {string} folder @returns {number} bytes */
export function sizeOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * The native modules under a folder, with the versions of their packages.
 * @param {string} folder
 * @returns {BundledPart[]}
 */
export function nativeModulesIn(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.node'))
    .map((file) => {
      const [, place = ''] =
        /^(node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(file.replaceAll('\\', '/')) ?? [];
      const { name, version } = JSON.parse(
        readFileSync(path.join(folder, place, 'package.json'), 'utf8'),
      );
      return { name: `${name} (${path.basename(file)})`, version, file: path.join(folder, file) };
    });
}
