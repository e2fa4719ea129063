import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { folderForTest } from '../../support/server-process.ts';

const repository = path.resolve(import.meta.dirname, '../../..');

/** How npm makes programs known; on Windows it writes small programs instead. */
const hasNpmLinks = process.platform !== 'win32';

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
  if (hasNpmLinks) {
    const bin = path.join(modules, '.bin');
    mkdirSync(bin);
    symlinkSync('../future-talk/out/server/main.js', path.join(bin, 'future-talk-server'));
    chmodSync(path.join(home, 'out/server/main.js'), 0o755);
  }
  return home;
}

/** Starts it once, and answers how it answers for each page. */
async function servedPages(program: string, data: string, pages: readonly string[]) {
  const words = [program, 'serve', '--data', data, '--host', '127.0.0.1', '--port', '0', '--json'];
  const server = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    server.kill('SIGKILL');
  });
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const answers = await Promise.all(pages.map((page) => fetch(`${url}${page}`)));
  server.kill();
  await once(server, 'exit');
  return answers.map(({ status }) => status);
}

it('is a program once its archive is unpacked, without the app and with its pages', async () => {
  const home = installed();
  // npm takes along what `main` names, in a checkout whose app has been built: the lines that would load it.
  const built = readdirSync(path.join(home, 'out'), { recursive: true, encoding: 'utf8' });
  const ofTheApp = built.filter((name) => !/^(?:server|guest)(?:$|[/\\])/.test(name));
  expect(ofTheApp.filter((name) => !/^main(?:$|[/\\]index\.js$)/.test(name))).toEqual([]);
  expect(existsSync(path.join(home, 'deploy/future-talk-server.service'))).toBe(true);
  expect(existsSync(path.join(home, 'out/guest/index.html'))).toBe(true);
  expect(existsSync(path.join(home, 'out/server/api-docs/swagger-ui.css'))).toBe(true);
  const program = path.join(home, 'out/server/main.js');
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });
  expect(run('--help').stdout).toMatch(/^Usage: future-talk-server /);
  const data = path.join(folderForTest(), 'data');
  expect(run('init', '--data', data)).toMatchObject({ status: 0, stderr: '' });
  expect(run('user', 'add', 'anna', '--data', data)).toMatchObject({ status: 0, stderr: '' });
  expect(run('user', 'list', '--data', data).stdout).toMatch(/^anna {2}anna {2}administrator/);
  expect(await servedPages(program, data, ['/', '/docs'])).toEqual([200, 200]);
  if (hasNpmLinks) {
    const npx = [process.env['npm_execpath'] ?? '', 'exec', '--no', 'future-talk-server'];
    const said = spawnSync(process.execPath, [...npx, '--', '--help'], {
      cwd: path.join(home, '../..'),
    });
    expect(said.stdout.toString()).toBe(run('--help').stdout);
  }

  // As after an installation whose compilation was left out.
  const sqlite = path.join(home, '../better-sqlite3');
  const source = realpathSync(sqlite);
  rmSync(sqlite);
  const filter = (from: string) => !/better-sqlite3.(?:build|deps)$/.test(from);
  cpSync(source, sqlite, { recursive: true, filter });
  const { status, stderr } = run('serve', '--data', data, '--port', '0');
  expect({ status, stderr }).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      /^The module better-sqlite3, .* does not load .*npm ci.*\n$/,
    ) as string,
  });
});
