import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { billOfMaterials } from '../../scripts/bill-of-materials.mjs';
import { licencesPage } from '../../scripts/licences-page.mjs';
import { lockedPackages, placesOfAll, shippedPackages } from '../../scripts/shipped-packages.mjs';

const root = path.resolve(import.meta.dirname, '../..');

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

const manifest = JSON.parse(read('package.json')) as Manifest;

/** With each of these, an app under the MIT licence may be given away together. */
const permissive = new Set(
  '0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause BlueOak-1.0.0 ISC MIT MIT-0 Unlicense'.split(' '),
);

/** Others, and what makes them fit: docs/security.md says it at length. */
const weighed: Record<string, RegExp> = {
  // Libraries that are loaded as files of their own, and may be replaced there.
  'LGPL-3.0-or-later': /^@img\/sharp-(libvips-|win32-|wasm32$)/,
  // Its files stay under their licence; they are not changed.
  'MPL-2.0': /^mediabunny$/,
  // Its package.json forgets it; its LICENSE file is MIT.
  'not stated': /^svelte-toolbelt$/,
};

/** Whether one way of reading an SPDX expression is allowed for a package. */
function isAllowed(name: string, expression: string): boolean {
  const choices = expression.replaceAll(/[()]/g, '').split(' OR ');
  return choices.some((choice) =>
    choice.split(' AND ').every((id) => permissive.has(id) || weighed[id]?.test(name) === true),
  );
}

it('every package is pinned by a hash of its content', () => {
  const loose = Object.entries(lockedPackages()).filter(
    ([, { integrity }]) => integrity?.startsWith('sha512-') !== true,
  );
  expect(loose.map(([place]) => place)).toEqual([]);
  const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^(npm:[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  );
  expect(ranges).toEqual([]);
});

it('no package runs a program of its own while it is installed, unless it is said to', () => {
  const withScripts = Object.entries(lockedPackages())
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([place]) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length));
  const undecided = withScripts.filter((name) => !(name in manifest.allowScripts));
  expect(undecided).toEqual([]);
});

it('installing the server runs SQLite’s program and no other, and nothing reports an installation', () => {
  const packages = lockedPackages();
  const served = [...placesOfAll(Object.keys(manifest.dependencies))];
  const running = served.filter((place) => packages[place]?.hasInstallScript === true);
  expect(running).toEqual(['node_modules/better-sqlite3']);
  const reporters = Object.entries(packages).filter(([place, { name }]) =>
    (name ?? place).endsWith('@scarf/scarf'),
  );
  expect(reporters).toEqual([]);
});

it('what reaches people may be given to them', () => {
  const refused = shippedPackages().filter(({ name, license }) => !isAllowed(name, license));
  expect(refused).toEqual([]);
});

it('dictionaries under the GPL come with its text and with what they were made from', () => {
  const folder = path.join(root, 'resources/dictionaries');
  const rows = [
    ...read('resources/dictionaries/README.md').matchAll(/`(\w+).bdic` *\| `([^`]+)` *\| GPL/g),
  ];
  expect(rows.map(([, language]) => language)).toEqual(['de', 'es']);
  for (const [, , made = ''] of rows) {
    expect(existsSync(path.join(folder, 'source', `${made.replace('@', '-')}.tgz`))).toBe(true);
  }
  expect(read('resources/dictionaries/GPL-3.txt')).toContain('GNU GENERAL PUBLIC LICENSE');
});

it('the page of licences is that of the lock file', async () => {
  expect(read('docs/licences.md')).toBe(await licencesPage());
});

it('the bill of materials names all that reaches people and no more, each by its hash', () => {
  const { components, dependencies } = billOfMaterials();
  const listed = components.map((each) => each['bom-ref']);
  const shipped = shippedPackages().map(({ name, version }) => `${name}@${version}`);
  expect(listed.sort()).toEqual(shipped.sort());
  for (const { hashes } of components) expect(hashes.map(({ alg }) => alg)).toContain('SHA-512');
  const asked = dependencies.flatMap(({ dependsOn }) => dependsOn);
  expect(asked.filter((reference) => !listed.includes(reference))).toEqual([]);
});

it('what comes from an unusual publisher is named, with the reason', () => {
  const security = read('docs/security.md');
  const renamed = Object.values(manifest.dependencies).filter((each) => each.startsWith('npm:'));
  const unusual = [...renamed.map((each) => each.slice('npm:'.length)), '@jellybrick/dbus-next'];
  for (const each of unusual) expect(security).toContain(each.replace(/@\d[\d.]*$/, ''));
});
