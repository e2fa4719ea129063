import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = path.resolve(fileURLToPath(import.meta.url), '../..');

/** The built server's entry: what `serve` and the desktop's hosting run. */
export const serverEntry = path.join(projectRoot, 'out/server/main.js');

/**
 * A folder for what may be thrown away and made again; made when missing.
 * @param {string} name
 * @returns {string} an absolute path
 */
export function cacheFolder(name) {
  const folder = path.join(projectRoot, 'node_modules/.cache/future-talk', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * The script behind a package's command, to be run with `process.execPath`: the shims in
 * node_modules/.bin need a shell on Windows.
 * @param {string} packageName
 * @param {string} [command] the command's name, where the package has several
 * @returns {string} an absolute path
 */
export function packageCommand(packageName, command = packageName) {
  const manifestPath = path.join(projectRoot, 'node_modules', packageName, 'package.json');
  const manifest = createRequire(import.meta.url)(manifestPath);
  const script = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin?.[command];
  if (!script) throw new Error(`${packageName} has no command named ${command}`);
  return path.join(path.dirname(manifestPath), script);
}
