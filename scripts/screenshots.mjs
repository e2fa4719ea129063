/**
 * `npm run screenshots`: every screen and state of the real app, light and dark, into
 * docs/screenshots/. The screens have the demo's data; what cannot be reached from
 * there comes from the tests that go there. `screenshots.mjs --into FOLDER [/updates …]` leaves docs/ alone, and
 * goes where it is told to.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { followNpm } from './follow-npm.mjs';
import { projectRoot } from './project.mjs';
import { runInForeground } from './run-command.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { into: { type: 'string', default: 'docs/screenshots' } },
});
const folder = path.resolve(projectRoot, values.into);
/** Under test/e2e. */
const walks = [
  '/appearance',
  '/at-home',
  '/data-of-a-host',
  '/failed-sends',
  '/files',
  '/found-on-the-lan',
  '/guests',
  '/invite-links',
  '/keyboard',
  '/message-links',
  '/moving',
  '/offline',
  '/passphrase',
  '/pictures',
  '/recovery-key',
  '/screens',
  '/server-condition',
  '/server-key',
  '/standby',
  '/states',
  '/updates',
  '/voice',
];

function pictures() {
  return readdirSync(folder).filter((name) => name.endsWith('.png'));
}

/** A third of the size, and no difference to the eye. */
async function shrink() {
  for (const name of pictures()) {
    const file = path.join(folder, name);
    const small = await sharp(await readFile(file))
      .png({ palette: true, quality: 90, effort: 8 })
      .toBuffer();
    await writeFile(file, small);
  }
}

followNpm();
mkdirSync(folder, { recursive: true });
for (const name of pictures()) rmSync(path.join(folder, name));
const test = [
  path.join(projectRoot, 'scripts/test.mjs'),
  'e2e',
  ...(positionals.length > 0 ? positionals : walks),
];
const env = { ...process.env, FUTURE_TALK_SCREENSHOTS: folder };
process.exitCode = await runInForeground(process.execPath, test, env);
await shrink();
console.log(`${pictures().length} pictures in ${path.relative(projectRoot, folder)}/`);
