import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { folderForTest } from '../../support/server-process.ts';
import { repository } from './documented-commands.ts';

// What takes long in its whole form, in its smallest. `dev` and `screenshots` build and open windows: test/package tries
// them, where nothing else opens what is in out/ meanwhile.

/** What it prints. Throws where it fails. */
async function npmRun(folder: string, ...words: string[]): Promise<string> {
  const npm = process.env['npm_execpath'] ?? '';
  const command = [npm, '--silent', 'run', ...words];
  return (await promisify(execFile)(process.execPath, command, { cwd: folder })).stdout;
}

it('npm run format formats everything', async () => {
  const folder = folderForTest();
  for (const name of ['package.json', '.prettierrc.json', '.prettierignore']) {
    copyFileSync(path.join(repository, name), path.join(folder, name));
  }
  symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  const files = {
    'a.ts': ['const  a = "b"', "const a = 'b';\n"],
    'A.svelte': ['<p   class="a">b</p>', '<p class="a">b</p>\n'],
  } as const;
  for (const [name, [before]] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), before);
  }
  await npmRun(folder, 'format');
  for (const [name, [, after]] of Object.entries(files)) {
    expect(readFileSync(path.join(folder, name), 'utf8')).toBe(after);
  }
});

it('npm run coverage counts the branches that tests take, also of some alone', async () => {
  const said = await npmRun(repository, 'coverage', '--', 'unit', 'noise/tampering');
  const [, taken] = /^protocol\/noise: ([\d.]+) % of \d+ branches$/m.exec(said) ?? [];
  expect(Number(taken)).toBeGreaterThan(0);
});

it('npm run bench measures the part that it is given', async () => {
  const said = await npmRun(repository, 'bench', '--', '--quick', '--json', 'metrics');
  expect(JSON.parse(said)).toMatchObject([{ name: 'metrics' }]);
});

it('npm run soak lets a team work, and finds every message once', async () => {
  const said = await npmRun(repository, 'soak', '--', '--trial');
  const counted = (label: string) =>
    Number(new RegExp(`^${label}: ([\\d,]+)$`, 'm').exec(said)?.[1]?.replaceAll(',', ''));
  expect(counted('messages acknowledged')).toBeGreaterThan(0);
  expect(counted('messages there in the end')).toBeGreaterThan(1000);
});
