import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../project.mjs';

/** Where packages that are only tested are made. */
export const testedPackages = path.join(projectRoot, 'test-results/package');

const programs = /** @type {const} */ ({
  linux: 'future-talk',
  win: 'Future Talk.exe',
  mac: 'Future Talk.app/Contents/MacOS/Future Talk',
});

/** Where a .deb and an .rpm put the program. */
export const installedProgram = '/opt/Future Talk/future-talk';

/** @returns {string} the program of the unpacked app that was made for tests */
export function packedProgram() {
  const folders = readdirSync(testedPackages, { withFileTypes: true }).filter((each) =>
    /^(?:linux|win|mac).*(?:unpacked|universal)$/.test(each.name),
  );
  const [folder] = folders;
  if (folder === undefined) throw new Error(`There is no package in ${testedPackages}`);
  const [, system = ''] = /^(linux|win|mac)/.exec(folder.name) ?? [];
  const program = programs[/** @type {keyof typeof programs} */ (system)];
  return path.join(testedPackages, folder.name, program);
}

/** How the packages are called that do not end in the name of their kind. @type {Record<string, string>} */
const ends = { nsis: '-win-x64.exe', portable: '-portable-x64.exe' };

/**
 * @param {string} target as electron-builder calls it, such as `tar.gz`
 * @returns {string} the package of that kind that was made for tests
 */
export function packedFile(target) {
  const found = readdirSync(testedPackages).find((name) =>
    name.endsWith(ends[target] ?? `.${target}`),
  );
  if (found === undefined) throw new Error(`There is no ${target} in ${testedPackages}`);
  return path.join(testedPackages, found);
}
