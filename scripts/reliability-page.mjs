import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from './project.mjs';

const faultFigures = { folder: 'test-results/faults', command: 'npm run test:fault' };
/** Each says by itself what has counted it. */
export const fuzzFigures = { folder: 'test-results/fuzz', command: '' };
/** What the last run of `npm run coverage` has counted. */
export const coverageFigures = { folder: 'test-results/branches', command: 'npm run coverage' };
const page = path.join(projectRoot, 'docs/reliability.md');

/**
 * @typedef {object} Counted
 * @property {string} name
 * @property {string} [form]
 * @property {string} [command] what has counted it, where that is not the same for all
 * @property {Record<string, string | number>} figures
 */

/** Removes what an earlier run has counted. */
export function clearFigures({ folder } = faultFigures) {
  rmSync(path.join(projectRoot, folder), { recursive: true, force: true });
}

/**
 * Keeps what was counted until it is put onto the page.
 * @param {{ folder: string }} place
 * @param {string} name of its place there
 * @param {Record<string, string | number>} figures
 */
export function keepFigures({ folder }, name, figures) {
  mkdirSync(path.join(projectRoot, folder), { recursive: true });
  writeFileSync(path.join(projectRoot, folder, `${name}.json`), JSON.stringify({ name, figures }));
}

/**
 * @param {string} folder
 * @returns {Counted[]}
 */
function countedIn(folder) {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).sort();
  return files.map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
}

/**
 * Puts what the last run has counted between the page's marks, a section for each test; a section
 * without marks, or a test that did not run, is left as it is.
 *
 * @param {{ folder: string, command: string }} figures where they are kept, and what counts them
 */
export async function writeReliabilityPage({ folder, command } = faultFigures) {
  let text = readFileSync(page, 'utf8');
  const machine = `${os.cpus().length} × ${os.cpus()[0]?.model}, Node ${process.versions.node}`;
  for (const { name, form, figures, ...own } of countedIn(path.join(projectRoot, folder))) {
    const run = own.command ?? `${command} -- ${form === 'quick' ? '--quick ' : ''}--docs`;
    const date = new Date().toISOString().slice(0, 10);
    const rows = Object.entries(figures).map(([what, value]) => `| ${what} | ${shown(value)} |`);
    const table = ['| counted | |', '| --- | --- |', ...rows].join('\n');
    const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from === -1 || to === -1) throw new Error(`docs/reliability.md has no place for "${name}"`);
    const section = `\n\n\`${run}\`, ${date}, on ${machine}:\n\n${table}\n\n`;
    text = text.slice(0, from + begin.length) + section + text.slice(to);
  }
  writeFileSync(page, await format(text, { ...(await resolveConfig(page)), filepath: page }));
}

/** @param {string | number} value */
function shown(value) {
  return typeof value === 'number' ? value.toLocaleString('en') : value;
}
