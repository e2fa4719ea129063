/**
 * Tests that a computer cannot run, each with the reason; everything else runs everywhere.
 * @typedef {object} LeftOut
 * @property {string} file
 * @property {string} reason
 */

const isLinux = process.platform === 'linux';
const mayMakeNetworks = isLinux && process.getuid?.() === 0;

const tracing = 'it watches system calls with strace, which is Linux’s alone';
const keychains = 'it takes the keychain away, which only Linux can be without';
const disks = 'it mounts a small disk, which takes root on Linux';
const networks = 'it makes network namespaces, which takes root on Linux';

/** @type {LeftOut[]} */
export const leftOutTests = [
  ...(isLinux
    ? []
    : [
        { file: 'test/fault/durable.test.ts', reason: tracing },
        { file: 'test/fault/rekey-killed.test.ts', reason: tracing },
        {
          file: 'test/regression/stops-well-once-it-has-said-that-it-listens.test.ts',
          reason: tracing,
        },
        { file: 'test/e2e/passphrase.test.ts', reason: keychains },
      ]),
  ...(mayMakeNetworks
    ? []
    : [
        { file: 'test/integration/lan/found-on-the-lan.test.ts', reason: networks },
        { file: 'test/e2e/found-on-the-lan.test.ts', reason: networks },
        { file: 'test/fault/files-on-a-full-disk.test.ts', reason: disks },
        { file: 'test/regression/networks-one-after-another.test.ts', reason: networks },
      ]),
];
