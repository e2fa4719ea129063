/**
 * `npm run changes`: shows what is not released yet, from the notes in changes/. With `--check` it says only what is
 * wrong with them; `npm version` runs it with `--release`, which moves them into CHANGELOG.md.
 */
import { parseArgs } from 'node:util';
import { gatheredNotes, releaseNotes, wrongNotes } from './change-notes.mjs';
import { projectRoot } from './project.mjs';

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, release: { type: 'boolean' } },
});
const wrong = wrongNotes(projectRoot);
if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exitCode = 1;
} else if (values.release) {
  // npm says so to what it runs; within `npm version` it is the new one.
  releaseNotes(projectRoot, process.env.npm_package_version ?? '', new Date());
} else if (!values.check) {
  console.log(gatheredNotes(projectRoot));
}
