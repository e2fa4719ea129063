import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  packageOfLateLibrary,
  packageOfLibrary,
  packageOfTestProgram,
  packageOfIntegrationProgram,
  packageOfPackagingProgram,
  packageOfWindowsProgram,
  screenshotFonts,
} from './linux-packages.mjs';
import { hasCommand, runCommand } from './run-command.mjs';

/**
 * @typedef {object} Missing
 * @property {string} what a library's or a program's name
 * @property {string | undefined} debianPackage
 * @property {string} capability how RPM distributions name it
 */

/**
 * Sees to it that this Linux can run Electron, and with `forTests` the end-to-end tests: installs
 * what lacks where that needs no password, else throws with the command to run. Elsewhere: nothing.
 * @param {{ electron: string, forTests?: boolean }} wanted
 */
export async function ensureLinuxPrerequisites({ electron, forTests = false }) {
  if (process.platform !== 'linux') return;
  const missing = [
    ...missingLibraries(electron),
    ...missingLateLibraries(),
    ...(forTests ? [...missingPrograms(packageOfTestProgram), ...missingBrowser()] : []),
  ];
  const canInstall = mayInstall();
  // Fonts only make screenshots legible: nobody is sent to type a command for them.
  const fonts = forTests && canInstall ? missingFonts() : [];
  if (missing.length + fonts.length === 0) return;
  if (!canInstall) throw new Error(instructionsFor(missing));
  await installWithApt([...missing, ...fonts]);
  const still = [
    ...missingLibraries(electron),
    ...(forTests ? missingPrograms(packageOfTestProgram) : []),
  ];
  if (still.length > 0) throw new Error(`Still missing: ${namesOf(still)}.`);
}

/** The same for the integration tests, which need no Electron. */
export function ensureIntegrationPrograms() {
  return ensurePrograms(packageOfIntegrationProgram);
}

/** The same for packages that this system's own tools make. */
export function ensurePackagingPrograms() {
  return ensurePrograms(packageOfPackagingProgram);
}

/** The same for those of Windows. */
export function ensureWindowsPrograms() {
  return ensurePrograms(packageOfWindowsProgram);
}

/** @param {Record<string, string>} packageOfProgram */
async function ensurePrograms(packageOfProgram) {
  if (process.platform !== 'linux') return;
  const missing = missingPrograms(packageOfProgram);
  if (missing.length === 0) return;
  if (!mayInstall()) throw new Error(instructionsFor(missing));
  await installWithApt(missing);
}

/**
 * Root may; and in continuous integration, whose machines are thrown away, whoever may become root without a password.
 */
function mayInstall() {
  return hasCommand('apt-get') && asRoot() !== null;
}

/** @returns {string[] | null} what goes before a command that root alone may run */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  if (!process.env.CI) return null;
  const { status } = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return status === 0 ? ['sudo', '-n', '--preserve-env=DEBIAN_FRONTEND'] : null;
}

/**
 * @param {string} electron
 * @returns {Missing[]}
 */
function missingLibraries(electron) {
  const { stdout } = spawnSync('ldd', [electron], { encoding: 'utf8' });
  const names = [...(stdout ?? '').matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
  return [...new Set(names)].map((name) => library(String(name), packageOfLibrary[String(name)]));
}

/** @returns {Missing[]} */
function missingLateLibraries() {
  const { stdout } = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  // A distribution without glibc's ldconfig cannot be asked; these two are not needed to start.
  if (!stdout) return [];
  return Object.entries(packageOfLateLibrary)
    .filter(([name]) => !stdout.includes(`${name} `))
    .map(([name, debianPackage]) => library(name, debianPackage));
}

/**
 * @param {string} name
 * @param {string | undefined} debianPackage
 * @returns {Missing}
 */
function library(name, debianPackage) {
  return { what: name, debianPackage, capability: `${name}()(64bit)` };
}

/** Those that RPM distributions keep apart. */
const systemPrograms = new Set(['ip', 'tcpdump']);

/**
 * @param {Record<string, string>} packageOfProgram
 * @returns {Missing[]}
 */
function missingPrograms(packageOfProgram) {
  return Object.entries(packageOfProgram)
    .filter(([program]) => !hasCommand(program))
    .map(([program, debianPackage]) => ({
      what: program,
      debianPackage,
      capability: `/usr/${systemPrograms.has(program) ? 'sbin' : 'bin'}/${program}`,
    }));
}

/**
 * The page for guests is tested in a browser that people have, and not in Electron.
 * @returns {Missing[]}
 */
function missingBrowser() {
  // Who is not root leaves that test out: it records what goes over the loopback.
  if (process.getuid?.() !== 0 || findBrowser() !== null) return [];
  return [{ what: 'chromium', debianPackage: 'chromium', capability: 'chromium' }];
}

/** @returns {string | null} a Chromium of this Linux, as it is typed */
export function findBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return names.find(hasCommand) ?? null;
}

/** @returns {Missing[]} */
function missingFonts() {
  return Object.entries(screenshotFonts)
    .filter(([file]) => !existsSync(file))
    .map(([file, debianPackage]) => ({ what: file, debianPackage, capability: file }));
}

/** @param {Missing[]} missing */
function namesOf(missing) {
  return missing.map(({ what }) => what).join(', ');
}

/** @param {Missing[]} missing */
async function installWithApt(missing) {
  const known = missing.filter(({ debianPackage }) => debianPackage);
  const bare = [...new Set(known.map(({ debianPackage }) => String(debianPackage)))];
  console.error(`Installing what this machine lacks: ${bare.join(' ')}.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const [program = '', ...before] = [...(asRoot() ?? []), 'apt-get'];
  const update = await runCommand(program, [...before, 'update', '-qq'], { env, quiet: true });
  if (update.code !== 0) throw new Error(`apt-get update failed.\n${update.output}`);
  const packages = bare.map(currentNameOf);
  const args = [...before, 'install', '-y', '-qq', '--no-install-recommends', ...packages];
  const install = await runCommand(program, args, { env, quiet: true });
  if (install.code !== 0) throw new Error(`apt-get could not install.\n${install.output}`);
}

/**
 * @param {string} debianPackage
 * @returns {string} with the `t64` ending where this release has it
 */
function currentNameOf(debianPackage) {
  if (!debianPackage.startsWith('lib')) return debianPackage;
  const renamed = `${debianPackage}t64`;
  const known = spawnSync('apt-cache', ['show', '--no-all-versions', renamed], { stdio: 'ignore' });
  return known.status === 0 ? renamed : debianPackage;
}

/**
 * @param {Missing[]} missing
 * @returns {string} what lacks, and the command that installs it
 */
function instructionsFor(missing) {
  const lacking = `This machine lacks: ${namesOf(missing)}.`;
  const capabilities = missing.map(({ capability }) => `'${capability}'`).join(' ');
  if (hasCommand('apt-get')) {
    const bare = new Set(missing.map(({ debianPackage, what }) => debianPackage ?? what));
    const packages = [...bare].map(currentNameOf).join(' ');
    return `${lacking} Run:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages}`;
  }
  if (hasCommand('dnf')) return `${lacking} Run:\n  sudo dnf install -y ${capabilities}`;
  if (hasCommand('zypper')) return `${lacking} Run:\n  sudo zypper install -y ${capabilities}`;
  return `${lacking} Install them with your distribution's package manager, then try again.`;
}
