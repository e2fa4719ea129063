/**
 * `desktop-session.mjs [--desktops N] COMMAND [arguments]`: runs a command on a desktop of its own, made
 * of a message bus, a virtual screen, a keychain and a notification daemon, and takes them down
 * afterwards. Linux only.
 *
 * The command finds DISPLAY, DBUS_SESSION_BUS_ADDRESS and, in DESKTOP_SESSION_NOTIFICATIONS, the
 * file in which every notification is recorded (record-notification.sh gives the format). Of several
 * desktops it is on the first, and finds in DESKTOP_SESSIONS what to set for each, as a list in JSON.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectRoot } from './project.mjs';
import { runInForeground } from './run-command.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

const readyTimeoutMs = 15_000;

/**
 * Starts a program that writes one line to descriptor 3 when it is ready.
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ child: ChildProcess, line: string }>}
 */
async function startAndReadLine(program, args, env) {
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const line = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended at once (${code}).`)));
    child.stdio[3]?.once('data', (data) => resolve(String(data).trim()));
  });
  return { child, line };
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
    // How old each is would be drawn anew all the time, which takes half a processor once a dozen stay.
    'show_age_threshold = -1',
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
 * @param {string} folder
 * @param {ChildProcess[]} children gets what is started, also where a later one fails
 * @returns {Promise<Record<string, string>>} what is set for those who use it
 */
async function startDesktop(folder, children) {
  const notifications = path.join(folder, 'notifications');
  writeFileSync(notifications, '');
  /** @type {Record<string, string>} */
  const desktop = {
    XDG_RUNTIME_DIR: folder,
    XDG_SESSION_TYPE: 'x11',
    DESKTOP_SESSION_NOTIFICATIONS: notifications,
  };
  const configuration = path.join(projectRoot, 'scripts/desktop-session/session-bus.conf');
  const busArguments = ['--nofork', `--config-file=${configuration}`, '--print-address=3'];
  const bus = await startAndReadLine('dbus-daemon', busArguments, within(desktop));
  children.push(bus.child);
  desktop.DBUS_SESSION_BUS_ADDRESS = bus.line;
  const screenArguments = ['-displayfd', '3', '-screen', '0', '1920x1200x24'];
  screenArguments.push('-nolisten', 'tcp', '-noreset');
  const screen = await startAndReadLine('Xvfb', screenArguments, within(desktop));
  children.push(screen.child);
  desktop.DISPLAY = `:${screen.line}`;
  children.push(await startKeychain(within(desktop), folder));
  children.push(await startNotificationDaemon(within(desktop), folder));
  return desktop;
}

/**
 * @param {Record<string, string>} desktop
 * @returns {NodeJS.ProcessEnv}
 */
function within(desktop) {
  const env = { ...process.env, ...desktop };
  // On a Wayland desktop the windows would otherwise open on the person's own screen.
  delete env.WAYLAND_DISPLAY;
  return env;
}

/** @param {ChildProcess} child */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

/**
 * @param {number} count
 * @param {string[]} command
 * @returns {Promise<number>} the command's exit code
 */
async function runOnOwnDesktops(count, [command, ...args]) {
  if (!command) throw new Error('Usage: desktop-session.mjs [--desktops N] COMMAND [arguments]');
  /** @type {string[]} */
  const folders = [];
  /** @type {ChildProcess[]} */
  const children = [];
  try {
    const desktops = [];
    while (desktops.length < count) {
      // Only the person who runs this may look in: mkdtemp makes folders with mode 0700.
      const folder = mkdtempSync(path.join(tmpdir(), 'desktop-session-'));
      folders.push(folder);
      desktops.push(await startDesktop(folder, children));
    }
    const env = { ...within(desktops[0] ?? {}), DESKTOP_SESSIONS: JSON.stringify(desktops) };
    // Playwright closes what it opened on SIGINT, and on nothing else.
    return await runInForeground(command, args, env, { endWith: 'SIGINT' });
  } finally {
    for (const child of children.reverse()) await stop(child);
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

try {
  const args = process.argv.slice(2);
  const isCounted = args[0] === '--desktops';
  process.exitCode = isCounted
    ? await runOnOwnDesktops(Number(args[1]), args.slice(2))
    : await runOnOwnDesktops(1, args);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
