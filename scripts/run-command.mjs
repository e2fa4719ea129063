import { spawn, spawnSync } from 'node:child_process';
import { projectRoot } from './project.mjs';

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] quiet: the output is collected, not shown
 * @returns {Promise<{ code: number, output: string }>} code 128 when a signal ended it, 127 when it could not start
 */
export function runCommand(command, args, { env = process.env, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: projectRoot,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.once('close', (code) => resolve({ code: code ?? 128, output }));
  });
}

/**
 * @param {string} command
 * @returns {boolean} whether the command can be found on PATH (Linux and macOS)
 */
export function hasCommand(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
}

/**
 * @param {string} command
 * @returns {string} where it is (Linux and macOS)
 */
export function commandPath(command) {
  const { stdout } = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' });
  const found = stdout.trim();
  if (!found.startsWith('/')) throw new Error(`${command} is not on this computer.`);
  return found;
}

/**
 * Runs a child in the foreground and passes our own end on to it, so that SIGTERM leaves nothing
 * behind. A terminal's Ctrl-C reaches the child by itself; a second one would end Electron at once.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {{ endWith?: NodeJS.Signals }} [options] endWith: what the child gets, whatever we got
 * @returns {Promise<number>} the exit code
 */
export function runInForeground(command, args, env, { endWith } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: projectRoot, env, stdio: 'inherit' });
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(endWith ?? signal);
    };
    for (const signal of signals) process.on(signal, forward);
    child.once('error', reject);
    child.once('close', (code) => {
      for (const signal of signals) process.off(signal, forward);
      resolve(code ?? 128);
    });
  });
}
