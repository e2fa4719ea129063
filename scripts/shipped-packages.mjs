import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './project.mjs';

/**
 * @typedef {object} LockedPackage
 * @property {string} version
 * @property {string} [license] as its publisher states it (SPDX)
 * @property {string} [integrity]
 * @property {boolean} [hasInstallScript]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {string} [name] where it is installed under another
 */

/** Of these, code or data goes into the page or beside it, although they are only needed to build. */
const builtIn = [
  '@lucide/svelte',
  'bits-ui',
  'electron',
  'emoji-picker-element-data',
  'svelte',
  'swagger-ui-dist',
  'uqr',
];

/** What they ask for is of use when they are installed, and does not ship. */
const withoutTheirOwn = new Set(['electron', 'swagger-ui-dist']);

/** @returns {Record<string, LockedPackage>} by the places where they are installed */
export function lockedPackages() {
  const lock = JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8'));
  const { '': own, ...packages } = lock.packages;
  if (own === undefined) throw new Error('package-lock.json has no packages');
  return packages;
}

/** @returns {{ name: string, version: string, license: string }[]} what reaches people, by name */
export function shippedPackages() {
  const packages = lockedPackages();
  const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  const found = new Map();
  for (const place of placesOfAll([...Object.keys(manifest.dependencies), ...builtIn])) {
    const { name, version, license } = packages[place] ?? {};
    const own = name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    found.set(`${own} ${version}`, { name: own, version, license: license ?? 'not stated' });
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
}

/**
 * @param {string[]} roots names of packages that the project itself asks for
 * @param {Set<string>} [without] names that are left out, and with them what only they need
 * @returns {Set<string>} where these and everything that they need are installed
 */
export function placesOfAll(roots, without = new Set()) {
  const packages = lockedPackages();
  /** @type {Set<string>} */
  const places = new Set();
  /** @param {string} from @param {string[]} names */
  const add = (from, names) => {
    for (const name of names) {
      const place = placeOf(packages, from, name);
      if (place === undefined || places.has(place) || without.has(name)) continue;
      places.add(place);
      if (withoutTheirOwn.has(name)) continue;
      const { dependencies, optionalDependencies } = packages[place] ?? {};
      add(place, Object.keys({ ...dependencies, ...optionalDependencies }));
    }
  };
  add('', roots);
  return places;
}

/**
 * Where Node finds a package from another one's place.
 * @param {Record<string, LockedPackage>} packages
 * @param {string} from
 * @param {string} name
 * @returns {string | undefined} nothing for one that this lock leaves out
 */
function placeOf(packages, from, name) {
  const place = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (place in packages) return place;
  if (from === '') return undefined;
  const above = from.lastIndexOf('/node_modules/');
  return placeOf(packages, above === -1 ? '' : from.slice(0, above), name);
}
