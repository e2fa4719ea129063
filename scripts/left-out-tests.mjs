import { existsSync, readFileSync } from 'node:fs';

/**
 * Tests that a computer cannot run, each with the reason; everything else runs everywhere.
 * @typedef {object} LeftOut
 * @property {string} file
 * @property {string} reason
 */

const isLinux = process.platform === 'linux';
const isLinuxRoot = isLinux && process.getuid?.() === 0;

/** Many distributions let nobody but root look into a program that is not their own child. */
function mayTraceOthers() {
  if (!isLinux || isLinuxRoot) return isLinuxRoot;
  const scope = '/proc/sys/kernel/yama/ptrace_scope';
  return !existsSync(scope) || readFileSync(scope, 'utf8').trim() === '0';
}

const tracing = 'it watches system calls with strace, which is Linux’s alone';
const tracingOthers = 'it watches a running server’s system calls, which takes root here';
const memory = 'it reads from /proc how much memory the server takes, on Linux alone';
const limitsOfPrograms =
  'it takes file descriptors from a running server with prlimit, on Linux alone';
const benches = 'it runs a benchmark, which reads /proc, on Linux alone';
const keychains = 'it takes the keychain away, which only Linux can be without';
const notifications = 'it reads notifications as a daemon of its own gets them, on Linux alone';
const services = 'it runs a unit as systemd does, on Linux alone';
const signals = 'it ends a process by a signal, to which nothing can listen on Windows';
const processes = 'it finds the server’s process with pgrep, which Windows lacks';
const disks = 'it mounts a small disk, which takes root on Linux';
const terminals = 'it types on a terminal of its own, by `script` of Linux';
const networks = 'it makes network namespaces, which takes root on Linux';
const browsers = 'it opens a guest’s browser, which is found on Linux alone';
const captures = 'it records what goes over the loopback, which takes root on Linux';

/**
 * @param {boolean} isPossible
 * @param {string} reason
 * @param {string[]} files
 * @returns {LeftOut[]}
 */
function unless(isPossible, reason, files) {
  return isPossible ? [] : files.map((file) => ({ file, reason }));
}

export const leftOutTests = [
  ...unless(isLinux, tracing, [
    'test/fault/backup-killed.test.ts',
    'test/fault/migration-killed.test.ts',
    'test/fault/rekey-killed.test.ts',
    'test/regression/stops-well-once-it-has-said-that-it-listens.test.ts',
  ]),
  ...unless(mayTraceOthers(), tracingOthers, [
    'test/fault/durable.test.ts',
    'test/fault/power-loss.test.ts',
  ]),
  ...unless(isLinux, memory, [
    'test/integration/attachments/memory.test.ts',
    'test/integration/attacks/contract-fuzz.test.ts',
    'test/fault/deaf.test.ts',
    'test/fault/many-sockets.test.ts',
  ]),
  ...unless(isLinux, limitsOfPrograms, ['test/fault/hard-times.test.ts']),
  ...unless(isLinux, services, [
    'test/integration/app/hosting-service.test.ts',
    'test/integration/command-line/systemd.test.ts',
  ]),
  ...unless(isLinux, benches, ['test/integration/docs/commands-of-developers.test.ts']),
  ...unless(isLinux, terminals, ['test/integration/command-line/init-on-a-terminal.test.ts']),
  ...unless(isLinux, keychains, ['test/e2e/passphrase.test.ts']),
  ...unless(isLinux, notifications, [
    'test/e2e/notifications.test.ts',
    'test/e2e/at-home.test.ts',
    'test/e2e/accounts.test.ts',
    'test/e2e/message-actions.test.ts',
  ]),
  ...unless(process.platform !== 'win32', signals, [
    'test/regression/counts-of-what-is-ended-by-a-signal.test.ts',
  ]),
  ...unless(process.platform !== 'win32', processes, [
    'test/e2e/server-killed.test.ts',
    'test/e2e/files.test.ts',
  ]),
  ...unless(isLinuxRoot, networks, [
    'test/integration/lan/found-on-the-lan.test.ts',
    'test/e2e/found-on-the-lan.test.ts',
    'test/regression/networks-one-after-another.test.ts',
    'test/fault/networks-apart.test.ts',
    'test/fault/moved-apart.test.ts',
    'test/e2e/standby.test.ts',
  ]),
  ...unless(isLinuxRoot, disks, [
    'test/fault/files-on-a-full-disk.test.ts',
    'test/fault/upgrade-on-a-full-disk.test.ts',
    'test/e2e/server-condition.test.ts',
    'test/integration/command-line/doctor-on-linux.test.ts',
  ]),
  ...unless(isLinux, browsers, ['test/e2e/moving.test.ts']),
  ...unless(isLinuxRoot, captures, ['test/e2e/capture.test.ts', 'test/e2e/guests.test.ts']),
];
