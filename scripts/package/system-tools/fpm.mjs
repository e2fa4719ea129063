#!/usr/bin/env node
/**
 * Takes what electron-builder tells fpm, and makes the .deb with dpkg-deb or the .rpm with rpmbuild, for computers that
 * reach Debian's packages and not fpm's. An option that it does not know is an error: nothing is left out silently.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildDebianPackage } from './debian-package.mjs';
import { run } from './run.mjs';
import { buildRpmPackage } from './rpm-package.mjs';

const text = /** @type {const} */ ({ type: 'string' });
const list = /** @type {const} */ ({ type: 'string', multiple: true });
const options = {
  'input-type': { ...text, short: 's' },
  'output-type': { ...text, short: 't' },
  force: /** @type {const} */ ({ type: 'boolean' }),
  depends: { ...list, short: 'd' },
  'deb-recommends': list,
  'deb-compression': text,
  'deb-priority': text,
  'rpm-os': text,
  'rpm-compression': text,
  'rpm-summary': text,
  'rpm-rpmbuild-define': list,
  directories: list,
  architecture: text,
  'after-install': text,
  'after-remove': text,
  description: text,
  version: text,
  package: text,
  name: text,
  maintainer: text,
  vendor: text,
  url: text,
  license: text,
};

/**
 * @typedef {object} Wanted
 * @property {string} root the folder that is packed, as the system's own root
 * @property {string} file the package to make
 * @property {(name: string) => string} option the value of an option that must have been given
 * @property {(name: string) => string[]} all those of one that may be given several times
 */

/**
 * Lays out what is to be packed: `FROM=TO` for a file, `FOLDER/=TO` for what is in a folder.
 * @param {string} root is emptied
 * @param {string[]} mappings
 */
function layOut(root, mappings) {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root);
  for (const mapping of mappings) {
    const at = mapping.lastIndexOf('=');
    const from = mapping.slice(0, at);
    const to = path.join(root, mapping.slice(at + 1));
    mkdirSync(from.endsWith('/') ? to : path.dirname(to), { recursive: true, mode: 0o755 });
    run('cp', ['-a', from.endsWith('/') ? `${from}.` : from, to]);
  }
  // As root would see it who installs from it: nobody else writes.
  run('chmod', ['-R', 'u+rwX,go+rX,go-w', root]);
}

function main() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const given = /** @type {Record<string, unknown>} */ (values);
  /** @type {Wanted['option']} */
  const option = (name) => {
    const value = given[name];
    if (typeof value !== 'string') throw new Error(`fpm was given no --${name}`);
    return value;
  };
  const file = option('package');
  const root = `${file}.root`;
  const wanted = {
    root,
    file,
    option,
    all: (/** @type {string} */ name) => [given[name] ?? []].flat().map(String),
  };
  const kinds = { deb: buildDebianPackage, rpm: buildRpmPackage };
  const kind = option('output-type');
  if (kind !== 'deb' && kind !== 'rpm')
    throw new Error(`${kind} is not made here, only deb and rpm`);
  try {
    layOut(root, positionals);
    kinds[kind](wanted);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
