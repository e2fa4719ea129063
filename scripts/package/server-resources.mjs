import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { packageCommand, projectRoot } from '../project.mjs';
import { runCommand } from '../run-command.mjs';
import { lockedPackages, placesOfAll } from '../shipped-packages.mjs';
import { fetchPinnedPackage } from './pinned-package.mjs';

/** @typedef {import('../shipped-packages.mjs').LockedPackage} LockedPackage */
/** @typedef {import('./node-runtime.mjs').Runtime} Runtime */

/** Asked for by name at run time, which the import statements do not show. */
const requiredByName = ['uWebSockets.js', 'swagger-ui-dist'];
/** Of use when packages are installed, and never afterwards. */
const onlyToInstall = new Set(['prebuild-install', '@scarf/scarf', 'node-addon-api']);

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
  /^node_modules\/swagger-ui-dist\/swagger-ui(?:-es-bundle.*)?\.js$/,
];

/** @param {string} file with `/`, from the resources' root @param {string[]} foreignBuilds */
function isRead(file, foreignBuilds) {
  return !unread.some((pattern) => pattern.test(file)) && !foreignBuilds.includes(file);
}

/**
 * Puts the built server and the packages it needs into `folder`, with native modules for the runtime.
 * @param {{ platform: string, arch: string, archs: string[], runtime: Runtime, folder: string }} target
 *   archs: all that the package is for, where one package is for several
 */
export async function copyServer({ platform, arch, archs, runtime, folder }) {
  const places = packagesOf('out/server', requiredByName);
  const builds = readdirSync(path.join(projectRoot, 'node_modules/uWebSockets.js'));
  const own = archs.map((each) => `uws_${platform}_${each}_${runtime.abi}.node`);
  const foreignBuilds = builds
    .filter((name) => name.endsWith('.node') && !own.includes(name))
    .map((name) => `node_modules/uWebSockets.js/${name}`);
  for (const { place, source } of await sourcesOf(places, platform, archs)) {
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
  await copyDatabaseModule(arch, runtime, folder);
  const built = path.join(projectRoot, 'out/server');
  for (const name of readdirSync(built).filter((each) => each.endsWith('.js'))) {
    copyFileSync(path.join(built, name), path.join(folder, name));
  }
  copyFileSync(
    path.join(projectRoot, 'resources/server-package.json'),
    path.join(folder, 'package.json'),
  );
}

/** The page that the server serves to guests, where it looks for it. @param {string} folder */
export function copyGuestPage(folder) {
  cpSync(path.join(projectRoot, 'out/guest'), folder, { recursive: true });
}

/**
 * SQLite, compiled for the runtime. npm has compiled it for the Node that runs this script; for another
 * processor of the same system it is compiled here.
 * @param {string} arch @param {Runtime} runtime @param {string} folder
 */
async function copyDatabaseModule(arch, runtime, folder) {
  if (runtime.abi !== process.versions.modules) {
    throw new Error(
      `The bundled server runs under Node ${runtime.version}, and SQLite is compiled here for Node ` +
        `${process.versions.node}: run npm ci and npm run package under Node ${runtime.version}.`,
    );
  }
  const inside = 'build/Release/better_sqlite3.node';
  const target = path.join(folder, 'node_modules/better-sqlite3', inside);
  mkdirSync(path.dirname(target), { recursive: true });
  const installed = path.join(projectRoot, 'node_modules/better-sqlite3');
  if (arch === process.arch) {
    copyFileSync(path.join(installed, inside), target);
    return;
  }
  const sources = path.join(folder, '../sqlite-sources');
  cpSync(installed, sources, { recursive: true });
  const nodeGyp = [packageCommand('node-gyp'), 'rebuild', '--release', `--arch=${arch}`];
  const where = [`--directory=${sources}`, `--target=${runtime.version}`];
  const { code, output } = await runCommand(process.execPath, [...nodeGyp, ...where], {
    quiet: true,
  });
  if (code !== 0) throw new Error(`SQLite could not be compiled for ${arch}.\n${output}`);
  copyFileSync(path.join(sources, inside), target);
}
