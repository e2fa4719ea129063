import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../project.mjs';

/** Where packages that are only tested are made. */
export const testedPackages = path.join(projectRoot, 'test-results/package');

const programs = /** @type {const} */ ({
  linux: 'future-talk',
  win32: 'Future Talk.exe',
  darwin: 'Future Talk.app/Contents/MacOS/Future Talk',
});

/** @returns {string} the program of the unpacked app that was made for tests */
export function packedProgram() {
  const folders = readdirSync(testedPackages, { withFileTypes: true }).filter((each) =>
    /^(?:linux|win|mac).*(?:unpacked|universal)$/.test(each.name),
  );
  const [folder] = folders;
  if (folder === undefined) throw new Error(`There is no package in ${testedPackages}`);
  const system = /** @type {keyof typeof programs} */ (process.platform);
  return path.join(testedPackages, folder.name, programs[system]);
}
