import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { folderForTest } from '../../support/server-process.ts';

const repository = path.resolve(import.meta.dirname, '../../..');

/** The archive that npm makes, unpacked where npm would install it, beside the packages it needs. */
function installed(): string {
  const folder = folderForTest();
  // Tests are run by npm, which says where it is.
  const npm = process.env['npm_execpath'] ?? '';
  // Without its scripts: it is built already.
  const pack = [npm, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const said = execFileSync(process.execPath, pack, { cwd: repository, encoding: 'utf8' });
  const [archive] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  expect(said).toContain(archive);
  const modules = path.join(folder, 'node_modules');
  const home = path.join(modules, 'future-talk');
  mkdirSync(home, { recursive: true });
  const unpack = ['-xzf', path.join(folder, archive ?? ''), '-C', home, '--strip-components=1'];
  execFileSync('tar', unpack);
  for (const name of readdirSync(path.join(repository, 'node_modules'))) {
    if (name.startsWith('.')) continue;
    symlinkSync(path.join(repository, 'node_modules', name), path.join(modules, name), 'junction');
  }
  return home;
}

it('is a program once its archive is unpacked, with nothing of the app in it', () => {
  const home = installed();
  expect(existsSync(path.join(home, 'out/main'))).toBe(false);
  expect(existsSync(path.join(home, 'deploy/future-talk-server.service'))).toBe(true);
  expect(existsSync(path.join(home, 'out/guest/index.html'))).toBe(true);
  const program = path.join(home, 'out/server/main.js');
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });
  expect(run('--help').stdout).toMatch(/^Usage: future-talk-server /);
  const data = path.join(folderForTest(), 'data');
  expect(run('init', '--data', data)).toMatchObject({ status: 0, stderr: '' });
  expect(run('user', 'add', 'anna', '--data', data)).toMatchObject({ status: 0, stderr: '' });
  expect(run('user', 'list', '--data', data).stdout).toMatch(/^anna {2}anna {2}administrator/);
});
