/**
 * `desktop-session.mjs COMMAND [arguments]`: runs a command on a desktop of its own, made of a
 * virtual screen, a keychain and a notification daemon, and takes them down afterwards. Linux only,
 * and to be run under `dbus-run-session`, so that the bus is its own too.
 *
 * The command finds DISPLAY, DBUS_SESSION_BUS_ADDRESS and, in DESKTOP_SESSION_NOTIFICATIONS, the
 * file in which every notification is recorded (record-notification.sh gives the format).
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectRoot } from './project.mjs';
import { runInForeground } from './run-command.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

const readyTimeoutMs = 15_000;

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ screen: ChildProcess, display: string }>}
 */
async function startScreen(env) {
  const args = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-noreset'];
  const screen = spawn('Xvfb', args, { env, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((resolve, reject) => {
    screen.once('error', reject);
    screen.once('exit', (code) => reject(new Error(`Xvfb ended at once (${code}).`)));
    screen.stdio[3]?.once('data', (data) => resolve(String(data).trim()));
  });
  return { screen, display: `:${number}` };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder
 * @returns {Promise<ChildProcess>} resolves once the daemon owns its name on the bus
 */
async function startNotificationDaemon(env, folder) {
  const recorder = path.join(projectRoot, 'scripts/desktop-session/record-notification.sh');
  const configuration = path.join(folder, 'dunstrc');
  const lines = [
    '[global]',
    'history_length = 500',
    'idle_threshold = 0',
    'markup = no',
    'sort = no',
    'notification_limit = 20',
    '[record_every_notification]',
    'summary = "*"',
    `script = "${recorder}"`,
    // A notification stays until a test clicks or clears it.
    'timeout = 0',
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  const daemon = spawn('dunst', ['-conf', configuration], { env, stdio: 'ignore' });
  daemon.once('error', (error) => console.error(`dunst: ${error.message}`));
  await waitForBusName('org.freedesktop.Notifications', env);
  return daemon;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder where the keychain is kept, instead of among the person's own
 * @returns {Promise<ChildProcess>} resolves once the keychain is unlocked and on the bus
 */
async function startKeychain(env, folder) {
  const args = ['--components=secrets', '--unlock', '--foreground'];
  const keychain = spawn('gnome-keyring-daemon', args, {
    env: { ...env, XDG_DATA_HOME: folder },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keychain.once('error', (error) => console.error(`gnome-keyring-daemon: ${error.message}`));
  keychain.stdin?.end('a throwaway password\n');
  await waitForBusName('org.freedesktop.secrets', env);
  return keychain;
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 */
async function waitForBusName(name, env) {
  const deadline = Date.now() + readyTimeoutMs;
  const bus = ['--session', '--print-reply=literal', '--dest=org.freedesktop.DBus', '/'];
  const question = ['org.freedesktop.DBus.NameHasOwner', `string:${name}`];
  while (Date.now() < deadline) {
    const { stdout } = spawnSync('dbus-send', [...bus, ...question], { env, encoding: 'utf8' });
    if (stdout?.includes('true')) return;
    await delay(50);
  }
  throw new Error(`${name} did not appear on the session bus.`);
}

/**
 * @param {string[]} command
 * @returns {Promise<number>} the command's exit code
 */
async function runOnOwnDesktop([command, ...args]) {
  if (!command) throw new Error('Usage: desktop-session.mjs COMMAND [arguments]');
  const folder = mkdtempSync(path.join(tmpdir(), 'desktop-session-'));
  chmodSync(folder, 0o700);
  const notifications = path.join(folder, 'notifications');
  writeFileSync(notifications, '');
  /** @type {ChildProcess[]} */
  const children = [];
  try {
    /** @type {NodeJS.ProcessEnv} */
    const env = { ...process.env, XDG_RUNTIME_DIR: folder, XDG_SESSION_TYPE: 'x11' };
    // On a Wayland desktop the windows would otherwise open on the person's own screen.
    delete env.WAYLAND_DISPLAY;
    env.DESKTOP_SESSION_NOTIFICATIONS = notifications;
    const { screen, display } = await startScreen(env);
    children.push(screen);
    env.DISPLAY = display;
    children.push(await startKeychain(env, folder));
    children.push(await startNotificationDaemon(env, folder));
    return await runInForeground(command, args, env);
  } finally {
    for (const child of children.reverse()) child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  process.exitCode = await runOnOwnDesktop(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
