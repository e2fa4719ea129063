import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../project.mjs';
import { runCommand } from '../run-command.mjs';

/**
 * @typedef {object} PinnedPackage
 * @property {string} name on the npm registry
 * @property {string} version
 * @property {string} integrity `sha512-` and the digest in base64, as a lock file has it
 */

/**
 * Fetches a package that is not among the dependencies, checks it, and unpacks it; once.
 * @param {PinnedPackage} pinned
 * @returns {Promise<string>} the folder of its contents
 */
export async function fetchPinnedPackage({ name, version, integrity }) {
  const flatName = name.replace('@', '').replace('/', '-');
  const digest = createHash('sha256').update(integrity).digest('hex').slice(0, 12);
  const folder = path.join(cacheFolder('pinned'), `${flatName}-${version}-${digest}`);
  if (existsSync(folder)) return folder;
  const workFolder = mkdtempSync(path.join(cacheFolder('pinned'), 'fetch-'));
  try {
    // Pinned, it is what npm's cache holds, if that has it: no network is needed a second time.
    const pack = ['pack', `${name}@${version}`, '--silent', '--prefer-offline'];
    pack.push('--pack-destination', workFolder);
    const packed = await runNpm(pack);
    if (packed.code !== 0) {
      throw new Error(`npm could not fetch ${name}@${version}.\n${packed.output}`);
    }
    const archive = path.join(workFolder, `${flatName}-${version}.tgz`);
    const sha512 = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (`sha512-${sha512}` !== integrity) {
      throw new Error(`${name}@${version} is not the file that is pinned: refusing it.`);
    }
    const unpacked = await runCommand('tar', ['-xzf', archive, '-C', workFolder], { quiet: true });
    if (unpacked.code !== 0) throw new Error(`tar failed on ${archive}.\n${unpacked.output}`);
    renameSync(path.join(workFolder, 'package'), folder);
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
  return folder;
}

/** @param {string[]} args */
function runNpm(args) {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js')
    ? runCommand(process.execPath, [npm, ...args], { quiet: true })
    : runCommand('npm', args, { quiet: true });
}
