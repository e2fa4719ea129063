import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../project.mjs';
import { lockedPackages, placesOfAll } from '../shipped-packages.mjs';
import { fetchPinnedPackage } from './pinned-package.mjs';

/** @typedef {import('../shipped-packages.mjs').LockedPackage} LockedPackage */
/** @typedef {import('./node-runtime.mjs').Runtime} Runtime */

/** Asked for by name at run time, which the import statements do not show. */
const requiredByName = ['uWebSockets.js'];
const databasePlace = 'node_modules/better-sqlite3';
/** The same library's Node-API form, which brings a build for each system. */
const readyMadeDatabase = 'node_modules/cache-sqlite';
/** Of use when packages are installed, and never afterwards; the last one only where there is no Node. */
const onlyToInstall = new Set(['prebuild-install', 'node-addon-api', '@img/sharp-wasm32']);

/**
 * The packages that built files import, and all that these need.
 * @param {string} builtFolder such as `out/server`, within the project
 * @param {string[]} [more] names
 * @returns {Set<string>} places such as `node_modules/zod`
 */
export function packagesOf(builtFolder, more = []) {
  const folder = path.join(projectRoot, builtFolder);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const names = new Set(more);
  for (const file of files.filter((each) => /\.c?js$/.test(each))) {
    const source = readFileSync(path.join(folder, file), 'utf8');
    const imports = source.matchAll(
      /\b(?:from|import|import\(|require\()\s*["'`]([^."'`][^"'`\s]*)["'`]/g,
    );
    for (const [, specifier = ''] of imports) names.add(packageName(specifier));
  }
  return placesOfAll([...names], onlyToInstall);
}

/** @param {string} specifier such as `@noble/hashes/sha2.js` */
function packageName(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** @param {LockedPackage} locked @param {string} platform @param {string[]} archs */
function runsOn({ os, cpu, libc }, platform, archs) {
  if (os !== undefined && !os.includes(platform)) return false;
  if (cpu !== undefined && !archs.some((arch) => cpu.includes(arch))) return false;
  return libc === undefined || libc.includes('glibc');
}

/**
 * The given packages that run on a system, and where they are: in node_modules, or fetched where npm has
 * left them out because they are another processor's.
 * @param {Iterable<string>} places
 * @param {string} platform
 * @param {string[]} archs
 * @returns {Promise<{ place: string, source: string, isFetched: boolean }[]>}
 */
export async function sourcesOf(places, platform, archs) {
  const packages = lockedPackages();
  const sources = [];
  for (const place of places) {
    const locked = packages[place];
    if (locked === undefined || !runsOn(locked, platform, archs)) continue;
    const installed = path.join(projectRoot, place);
    const isFetched = !existsSync(installed);
    const source = isFetched ? await fetchLocked(place, locked) : installed;
    sources.push({ place, source, isFetched });
  }
  return sources;
}

/** @param {string} place @param {LockedPackage} locked */
function fetchLocked(place, { name, version, integrity }) {
  const own = name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (integrity === undefined) throw new Error(`${own} has no integrity in package-lock.json`);
  return fetchPinnedPackage({ name: own, version, integrity });
}

/** What no program reads. Source maps are for developers, who build their own. */
const unread = [
  /\.(?:map|md|markdown|ts|mts|cts|gyp)$/i,
  /(?:^|\/)(?:\.[^/]+|tests?|__tests__)(?:\/|$)/i,
  // What is compiled of it is copied by itself.
  /^node_modules\/better-sqlite3\/(?:deps|src|build)(?:\/|$)/,
  /^node_modules\/sharp\/src(?:\/|$)/,
  /^node_modules\/uWebSockets\.js\/(?:src|docs|examples|scripts|misc|mvp|build\.c|Makefile)(?:\/|$)/,
];

/** @param {string} file with `/`, from the resources' root @param {string[]} foreignBuilds */
function isRead(file, foreignBuilds) {
  return !unread.some((pattern) => pattern.test(file)) && !foreignBuilds.includes(file);
}

/**
 * Puts the built server and the packages it needs into `folder`, with native modules for the runtime.
 * @param {{ platform: string, archs: string[], runtime: Runtime, folder: string }} target
 *   archs: all that the package is for, where one package is for several
 */
export async function copyServer({ platform, archs, runtime, folder }) {
  const places = packagesOf('out/server', requiredByName);
  const foreignBuilds = [
    ...buildsOfOthers(
      'node_modules/uWebSockets.js',
      archs.map((each) => `uws_${platform}_${each}_${runtime.abi}.node`),
    ),
    ...buildsOfOthers(
      `${readyMadeDatabase}/prebuilds`,
      archs.map((each) => `${platform}-${each}.node`),
    ).map((file) => file.replace(readyMadeDatabase, databasePlace)),
  ];
  for (const { place, source } of await sourcesOf(places, platform, archs)) {
    copyPackage(platform === 'linux' ? source : sourceElsewhere(place, source), {
      place,
      folder,
      foreignBuilds,
    });
  }
  if (platform === 'linux') copyDatabaseModule(runtime, folder);
  const built = path.join(projectRoot, 'out/server');
  for (const name of readdirSync(built).filter((each) => each.endsWith('.js'))) {
    copyFileSync(path.join(built, name), path.join(folder, name));
  }
  cpSync(path.join(built, 'api-docs'), path.join(folder, 'api-docs'), { recursive: true });
  copyFileSync(
    path.join(projectRoot, 'resources/server-package.json'),
    path.join(folder, 'package.json'),
  );
}

/** @param {string} place in the project, with `/` @param {string[]} own names of the builds that are wanted */
function buildsOfOthers(place, own) {
  return readdirSync(path.join(projectRoot, place))
    .filter((name) => name.endsWith('.node') && !own.includes(name))
    .map((name) => `${place}/${name}`);
}

/** @param {string} source @param {{ place: string, folder: string, foreignBuilds: string[] }} target */
function copyPackage(source, { place, folder, foreignBuilds }) {
  cpSync(source, path.join(folder, place), {
    recursive: true,
    filter: (from) => {
      const inside = path.relative(source, from).split(path.sep).join('/');
      // Packages within packages come by themselves, if they are needed.
      if (/^node_modules(?:\/|$)/.test(inside)) return false;
      return inside === '' || isRead(`${place}/${inside}`, foreignBuilds);
    },
  });
}

/** The page that the server serves to guests, where it looks for it. @param {string} folder */
export function copyGuestPage(folder) {
  cpSync(path.join(projectRoot, 'out/guest'), folder, { recursive: true });
}

/**
 * Node 22 and later, which packages elsewhere than on Linux bundle, load the build of SQLite that the app's cache has:
 * nothing is compiled for them.
 * @param {string} place @param {string} source
 */
function sourceElsewhere(place, source) {
  return place === databasePlace ? path.join(projectRoot, readyMadeDatabase) : source;
}

/**
 * SQLite, as npm has compiled it for the Node that runs this script.
 * @param {Runtime} runtime @param {string} folder
 */
function copyDatabaseModule(runtime, folder) {
  if (runtime.abi !== process.versions.modules) {
    throw new Error(
      `The bundled server runs under Node ${runtime.version}, and SQLite is compiled here for Node ` +
        `${process.versions.node}: run npm ci and npm run package under Node ${runtime.version}.`,
    );
  }
  const inside = `${databasePlace}/build/Release/better_sqlite3.node`;
  mkdirSync(path.dirname(path.join(folder, inside)), { recursive: true });
  copyFileSync(path.join(projectRoot, inside), path.join(folder, inside));
}
