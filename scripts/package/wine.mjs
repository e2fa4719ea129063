import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { run } from './system-tools/run.mjs';

/**
 * What makes Wine a Windows of its own, which asks nobody anything, and whose desktop is not this one's.
 * @param {string} folder holds that Windows and its person's home; is made when it is first used
 */
export function windowsEnvironment(folder) {
  return {
    HOME: path.join(folder, 'home'),
    WINEPREFIX: path.join(folder, 'windows'),
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    // The installer looks with the last two for an app that runs. Wine's do nothing, and say that they found it.
    WINEDLLOVERRIDES: 'mscoree,mshtml,winemenubuilder.exe,powershell.exe,findstr.exe=',
  };
}

/** @param {string} file an absolute path @returns {string} the same for a program under Wine */
export function windowsPath(file) {
  return path.win32.join('Z:', file);
}

/**
 * Runs a program for Windows, and waits for it and for all that it has started.
 * @param {string} folder of that Windows
 * @param {string[]} command
 * @returns {string} what it printed
 */
export function runInWindows(folder, command) {
  const own = windowsEnvironment(folder);
  mkdirSync(own.HOME, { recursive: true });
  const env = { ...process.env, ...own };
  try {
    return run('wine', command, { env });
  } finally {
    run('wineserver', ['--wait'], { env });
  }
}
