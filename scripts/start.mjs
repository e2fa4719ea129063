/**
 * Opens the app: `start.mjs [--dev] [arguments for the app]`. With `--dev` the renderer is served
 * by Vite and changes show at once.
 */
import { buildApp, buildGuestPage, buildServer, forgetAppBuild } from './build.mjs';
import { findElectron } from './electron-binary.mjs';
import { followNpm } from './follow-npm.mjs';
import { ensureLinuxPrerequisites } from './linux-prerequisites.mjs';
import { packageCommand } from './project.mjs';
import { runInForeground } from './run-command.mjs';

function assertDisplay() {
  if (process.platform !== 'linux') return;
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return;
  throw new Error(
    'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the app cannot ' +
      'open a window; to run the server alone, use: npm run serve',
  );
}

/**
 * Chromium refuses to run its sandbox as root; everybody else keeps it.
 * @returns {boolean}
 */
function isLinuxRoot() {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/** @param {string[]} args */
async function start(args) {
  const development = args.includes('--dev');
  const appArguments = args.filter((arg) => arg !== '--dev');
  assertDisplay();
  const electron = await findElectron();
  await ensureLinuxPrerequisites({ electron });
  await buildServer();
  await buildGuestPage();
  const env = {
    ...process.env,
    // The hosted server is a Node program: it runs under the Node that npm runs with.
    FUTURE_TALK_NODE: process.execPath,
    ELECTRON_EXEC_PATH: electron,
  };
  if (development) {
    forgetAppBuild();
    const electronVite = [packageCommand('electron-vite'), 'dev', '--watch'];
    if (isLinuxRoot()) electronVite.push('--noSandbox');
    return runInForeground(process.execPath, [...electronVite, '--', ...appArguments], env);
  }
  await buildApp();
  const sandbox = isLinuxRoot() ? ['--no-sandbox'] : [];
  return runInForeground(electron, [...sandbox, '.', ...appArguments], env);
}

followNpm();
try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
