/** Notes of what people notice, one file a change in changes/, and how they become a part of CHANGELOG.md. */
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** As Keep a Changelog names them, in its order. */
const kinds = ['added', 'changed', 'deprecated', 'removed', 'fixed', 'security'];
const noteName = new RegExp(`^[a-z0-9]+(?:-[a-z0-9]+)*\\.(${kinds.join('|')})\\.md$`);
/** The heading of a release in CHANGELOG.md. */
const release = /^## \[\d.*$/m;

/**
 * @typedef {object} ChangeNote
 * @property {string} file its name in changes/
 * @property {string} text as it was written, without the blank lines around it
 */

/**
 * @param {string} root the folder that holds changes/ and CHANGELOG.md
 * @returns {ChangeNote[]} by their names, which begin with what they are about
 */
function changeNotes(root) {
  const folder = path.join(root, 'changes');
  return readdirSync(folder)
    .filter((file) => file !== 'README.md')
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(folder, file), 'utf8').trim() }));
}

/** @param {ChangeNote} note @returns {string[]} what is wrong with it */
function wrongWith({ file, text }) {
  const wrong = [];
  if (!noteName.test(file)) {
    wrong.push(
      `is to be named by its subject and kind: search-by-date.added.md (${kinds.join(', ')})`,
    );
  }
  if (text === '') wrong.push('says nothing');
  else if (/^[#>*+-]|^\d+\. |\n\s*\n/.test(text)) {
    wrong.push('is to be one paragraph, without a heading or a list: it becomes an item of one');
  } else if (!text.endsWith('.')) wrong.push('is to be whole sentences, with a full stop');
  return wrong.map((what) => `changes/${file} ${what}`);
}

/** @param {string} root @returns {string[]} what is wrong with the notes and with CHANGELOG.md */
export function wrongNotes(root) {
  const wrong = changeNotes(root).flatMap(wrongWith);
  const log = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
  if (/^(?:- |#{2,3} )/m.test(log.split(release)[0] ?? '')) {
    wrong.push('CHANGELOG.md is gathered from notes: what is not released yet goes into changes/');
  }
  return wrong;
}

/** @param {string} root @returns {string} the notes as lists, a heading for each kind that has some */
export function gatheredNotes(root) {
  const notes = changeNotes(root);
  const parts = kinds.map((kind) => {
    const items = notes
      .filter(({ file }) => file.endsWith(`.${kind}.md`))
      .map(({ text }) => `- ${text.replaceAll('\n', '\n  ')}\n`);
    const title = kind.charAt(0).toUpperCase() + kind.slice(1);
    return items.length === 0 ? '' : `### ${title}\n\n${items.join('')}`;
  });
  return parts.filter((part) => part !== '').join('\n');
}

/**
 * Moves the notes into CHANGELOG.md, above the releases that are there.
 * @param {string} root
 * @param {string} version such as 0.2.0
 * @param {Date} day of the release
 */
export function releaseNotes(root, version, day) {
  const notes = changeNotes(root);
  if (!/^\d+\.\d+\.\d+/.test(version))
    throw new Error('npm version says which one it is: run that');
  if (notes.length === 0) throw new Error('changes/ holds no notes: nothing to release');
  const file = path.join(root, 'CHANGELOG.md');
  const log = readFileSync(file, 'utf8');
  if (log.includes(`\n## [${version}]`)) throw new Error(`CHANGELOG.md has ${version} already`);
  const title = `## [${version}] - ${day.toISOString().slice(0, 10)}`;
  const place = release.exec(log)?.index ?? log.length;
  const before = log.slice(0, place).trimEnd();
  const after = log.slice(place);
  const parts = [before, title, gatheredNotes(root).trimEnd(), after].filter((part) => part !== '');
  writeFileSync(file, `${parts.join('\n\n').trimEnd()}\n`);
  for (const note of notes) rmSync(path.join(root, 'changes', note.file));
}
