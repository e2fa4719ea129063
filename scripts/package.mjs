/**
 * Makes packages of the app, into dist/: `package.mjs [--system windows] [--dir] [--targets deb,rpm]`; without
 * `--system` for this one. `--dir` stops at the unpacked app. `--for-tests` takes the Electron that tests run with,
 * which may come from a stranger, on Linux packs with tools of the system, and into test-results/package: such a
 * package is never given to anybody.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Platform, archFromString, build } from 'electron-builder';
import { buildApp, buildGuestPage, buildServer } from './build.mjs';
import { findElectron } from './electron-binary.mjs';
import { windowsElectronForTests } from './electron-npm-copy.mjs';
import { describeParts, megabytes, nativeModulesIn, sizeOf } from './package/bundle-report.mjs';
import { makeIcons } from './package/icons.mjs';
import { copyRuntime } from './package/node-runtime.mjs';
import { packedSystem } from './package/packed-system.mjs';
import { copyGuestPage, copyServer, packagesOf, sourcesOf } from './package/server-resources.mjs';
import { testedPackages } from './package/packed-program.mjs';
import { keyForTests, packedKey } from './package/release-key.mjs';
import { signingFor } from './package/signing.mjs';
import {
  useSystemTools,
  useSystemToolsForWindows,
} from './package/system-tools/use-system-tools.mjs';
import { projectRoot } from './project.mjs';
import { placesOfAll } from './shipped-packages.mjs';

/** @typedef {import('./package/packed-system.mjs').PackedSystem} PackedSystem */

const builderPlatform = { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC };
const optionsKey = /** @type {const} */ ({ linux: 'linux', win32: 'win', darwin: 'mac' });

/**
 * The server and its Node, in a folder for each processor, and what is in them as lines to print.
 * @param {string} stage is emptied
 * @param {PackedSystem} system
 */
async function stageServer(stage, { platform, archs }) {
  rmSync(stage, { recursive: true, force: true });
  const lines = [];
  for (const arch of archs) {
    const node = path.join(stage, arch, 'node');
    const server = path.join(stage, arch, 'server');
    mkdirSync(server, { recursive: true });
    const { runtime, program } = await copyRuntime(platform, arch, node);
    await copyServer({ platform, archs, runtime, folder: server });
    copyGuestPage(path.join(stage, arch, 'guest'));
    lines.push(
      `Bundled for ${platform} on ${arch}: the server, ${megabytes(sizeOf(server))}, and its Node:`,
      ...describeParts([
        { name: `Node (${runtime.name})`, version: runtime.version, file: program },
      ]),
      'Native modules of the server:',
      ...describeParts(nativeModulesIn(server)),
    );
  }
  return lines;
}

/**
 * What lies in the app's archive. Packages are there only where the app itself imports them; electron-builder
 * would take all.
 * @param {string} stage
 * @param {PackedSystem} system
 * @returns {Promise<(string | { from: string, to: string })[]>}
 */
async function appFiles(stage, { platform, archs }) {
  const used = packagesOf('out/main');
  const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  const all = [...placesOfAll(Object.keys(manifest.dependencies))];
  const sources = await sourcesOf(used, platform, archs);
  const fetched = sources.filter(({ isFetched }) => isFetched);
  const wanted = new Set(sources.map(({ place }) => place));
  return [
    'out/{main,preload,renderer}/**',
    'resources/dictionaries/**',
    'package.json',
    ...all.filter((place) => !wanted.has(place)).map((place) => `!${place}/**`),
    '!node_modules/**/*.{md,ts,mts,cts}',
    '!node_modules/cache-sqlite/{deps,src,build}/**',
    // Compiled for every system; this one's is taken.
    '!node_modules/cache-sqlite/prebuilds/*',
    ...archs.map((arch) => `node_modules/cache-sqlite/prebuilds/${platform}-${arch}.node`),
    '!**/*.map',
    ...fetched.map(({ source, place }) => ({ from: source, to: place })),
    ...packedKey(path.join(stage, 'release-key')),
  ];
}

/** @param {{ stage: string, output: string, testElectron: string | null, system: PackedSystem }} places */
async function configuration({ stage, output, testElectron, system }) {
  const { platform } = system;
  const icons = await makeIcons(path.join(stage, 'icons'));
  const icon = { linux: icons.linux, win32: icons.windows, darwin: icons.mac };
  const { sentence, mac } = signingFor(platform, process.env);
  console.log(sentence);
  const electronVersion =
    testElectron && readFileSync(path.join(testElectron, 'version'), 'utf8').trim();
  return {
    directories: { output },
    files: await appFiles(stage, system),
    // A folder named node_modules is copied only where it is asked for by itself.
    extraResources: ['server', 'server/node_modules', 'guest', 'node'].map((part) => ({
      from: `${stage}/\${arch}/${part}`,
      to: part,
      filter: ['**/*'],
    })),
    [optionsKey[platform]]: { icon: icon[platform], ...(platform === 'darwin' && mac) },
    ...(testElectron && { electronDist: testElectron, electronVersion }),
  };
}

/**
 * Elsewhere than on Linux electron-builder fetches Electron's own release, as it does for packages that are given away.
 * @param {PackedSystem} system
 */
async function electronForTests({ platform }) {
  if (process.platform !== 'linux') return null;
  return platform === 'win32' ? windowsElectronForTests() : path.dirname(await findElectron());
}

/** @param {string} stage @param {PackedSystem} system */
function useToolsOfThisSystem(stage, { platform }) {
  return platform === 'win32'
    ? useSystemToolsForWindows(path.join(stage, 'windows-tools'), process.env)
    : useSystemTools(path.join(stage, 'appimage-tools'), process.env);
}

/** @param {string[]} args */
async function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      dir: { type: 'boolean', default: false },
      system: { type: 'string' },
      targets: { type: 'string' },
      'for-tests': { type: 'boolean', default: false },
    },
  });
  const forTests = values['for-tests'];
  const system = packedSystem(values);
  const { platform } = system;
  await buildServer();
  await buildGuestPage();
  await buildApp();
  if (forTests) process.env.FUTURE_TALK_RELEASE_KEY ||= keyForTests();
  const stage = path.join(projectRoot, 'node_modules/.cache/future-talk/package');
  const output = forTests ? testedPackages : path.join(projectRoot, 'dist');
  rmSync(output, { recursive: true, force: true });
  for (const line of await stageServer(stage, system)) console.log(line);
  const testElectron = forTests ? await electronForTests(system) : null;
  if (testElectron && !values.dir) await useToolsOfThisSystem(stage, system);
  const config = await configuration({ stage, output, testElectron, system });
  const targets = values.dir ? ['dir'] : system.kinds;
  const arch = archFromString(platform === 'darwin' ? 'universal' : process.arch);
  // What a workflow has no secret for arrives empty, and means the same as nothing.
  for (const [name, value] of Object.entries(process.env)) {
    if (value === '' && /^(?:CSC|WIN_CSC|APPLE)_/.test(name)) delete process.env[name];
  }
  // A key on this computer signs nothing by itself: only one that is named does.
  process.env.CSC_IDENTITY_AUTO_DISCOVERY ??= 'false';
  const artifacts = await build({
    projectDir: projectRoot,
    targets: builderPlatform[platform].createTarget(targets.length === 0 ? null : targets, arch),
    config: /** @type {import('electron-builder').Configuration} */ (config),
    publish: 'never',
  });
  console.log(`Packed into ${path.relative(projectRoot, output)}:`);
  for (const artifact of artifacts) console.log(`  ${path.basename(artifact)}`);
  if (forTests) console.log('For tests only: its Electron may come from a stranger.');
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
