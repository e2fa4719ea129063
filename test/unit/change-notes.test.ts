import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { wrongNotes } from '../../scripts/change-notes.mjs';

const repository = path.resolve(import.meta.dirname, '../..');
const beginning = '# Changelog\n\nWhat people notice.\n';

/** A folder with CHANGELOG.md and notes, each a file's name and text. */
function folderWith(notes: Record<string, string>, log = beginning): string {
  const root = mkdtempSync(path.join(os.tmpdir(), 'future-talk-notes-'));
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
  });
  mkdirSync(path.join(root, 'changes'));
  writeFileSync(path.join(root, 'CHANGELOG.md'), log);
  writeFileSync(path.join(root, 'changes/README.md'), '# Notes\n');
  for (const [name, text] of Object.entries(notes)) {
    writeFileSync(path.join(root, 'changes', name), text);
  }
  return root;
}

/** Nobody's own settings of git decide how it goes. */
const env = {
  ...process.env,
  ...{ GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_NOSYSTEM: '1' },
  ...{ GIT_AUTHOR_NAME: 'Anna', GIT_AUTHOR_EMAIL: 'anna@example.org' },
  ...{ GIT_COMMITTER_NAME: 'Anna', GIT_COMMITTER_EMAIL: 'anna@example.org' },
};
const git = (cwd: string, ...words: string[]) =>
  execFileSync('git', words, { cwd, env, encoding: 'utf8' });

it.each([
  ['Search.added.md', 'Search by date.\n', /named by its subject and kind/],
  ['search.new.md', 'Search by date.\n', /named by its subject and kind/],
  ['search.added.md', ' \n', /says nothing/],
  ['search.added.md', '- Search by date.\n', /one paragraph/],
  ['search.added.md', 'Search by date.\n\nAnd by person.\n', /one paragraph/],
  ['search.added.md', 'Search by date\n', /whole sentences/],
])('a note that is not well-formed is named: %s, %j', (name, text, said) => {
  expect(wrongNotes(folderWith({ [name]: text }))).toEqual([expect.stringMatching(said)]);
});

it('nothing is written into the changelog by hand, and released parts are left alone', () => {
  const released = `${beginning}\n## [0.1.0] - 2026-01-01\n\n### Added\n\n- Search.\n`;
  expect(wrongNotes(folderWith({}, released))).toEqual([]);
  const byHand = released.replace('## [0.1', '## [Unreleased]\n\n- Pictures.\n\n## [0.1');
  expect(wrongNotes(folderWith({}, byHand))).toEqual([expect.stringContaining('changes/')]);
});

it('npm version moves the notes into the changelog, above the release before', () => {
  const notes = { 'b.fixed.md': 'Ends.\n', 'c.added.md': 'One\ntwo.\n', 'a.added.md': '`a`.\n' };
  const root = folderWith(notes);
  const { scripts } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
    scripts: { version: string };
  };
  const manifest = { name: 'small', version: '0.1.0', scripts: { version: scripts.version } };
  writeFileSync(path.join(root, 'package.json'), JSON.stringify(manifest));
  mkdirSync(path.join(root, 'scripts'));
  for (const name of ['changes.mjs', 'change-notes.mjs', 'project.mjs']) {
    cpSync(path.join(repository, 'scripts', name), path.join(root, 'scripts', name));
  }
  git(root, 'init', '--quiet');
  const release = (version: string) => {
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', 'Work');
    // Tests are run by npm, which says where it is.
    const npm = process.env['npm_execpath'] ?? '';
    execFileSync(process.execPath, [npm, 'version', version], { cwd: root, env, stdio: 'pipe' });
  };
  release('0.2.0');
  writeFileSync(path.join(root, 'changes/d.security.md'), 'Safer.\n');
  release('0.3.0');

  const log = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
  expect(log.replaceAll(/\d{4}-\d\d-\d\d/g, 'DAY')).toBe(
    `${beginning}
## [0.3.0] - DAY

### Security

- Safer.

## [0.2.0] - DAY

### Added

- \`a\`.
- One
  two.

### Fixed

- Ends.
`,
  );
  expect(readdirSync(path.join(root, 'changes'))).toEqual(['README.md']);
  expect(wrongNotes(root)).toEqual([]);
  expect(git(root, 'status', '--porcelain')).toBe('');
  expect(git(root, 'tag').split('\n')).toEqual(expect.arrayContaining(['v0.2.0', 'v0.3.0']));
});
