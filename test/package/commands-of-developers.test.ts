import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { electronFlags } from '../support/desktop-session.ts';
import { PlainDevtools } from '../e2e/support/plain-devtools.ts';

// Of docs/development.md, what opens windows and builds or paints as it goes: once in a run, with the unpacked app.

const repository = path.resolve(import.meta.dirname, '../..');
const npm = process.env['npm_execpath'] ?? '';
const { FUTURE_TALK_PACKAGED: packaged, ...environment } = process.env;

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'future-talk-commands-'));
});
test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

if (
  process.platform === 'linux' &&
  packaged !== undefined &&
  !process.env['FUTURE_TALK_PACKAGE_FILE']
) {
  test.setTimeout(300_000);

  test('npm run dev opens the app, with its page from Vite, and ends with it', async () => {
    // It writes to out/, which others go on to open: this is a tree of its own.
    const tree = path.join(folder, 'tree');
    for (const name of filesOfTheProject()) {
      cpSync(path.join(repository, name), path.join(tree, name), { recursive: true });
    }
    cpSync(path.join(repository, 'out'), path.join(tree, 'out'), { recursive: true });
    symlinkSync(path.join(repository, 'node_modules'), path.join(tree, 'node_modules'));
    const flags = [`--user-data-dir=${path.join(folder, 'profile')}`, '--remote-debugging-port=0'];
    const child = spawn(process.execPath, [npm, 'run', 'dev', '--', ...flags, ...electronFlags()], {
      cwd: tree,
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(child, 'exit');
    const devtools = await PlainDevtools.of(child);
    try {
      const shown = `document.querySelector('[data-testid=screen-first-run]') && location.protocol`;
      await expect.poll(() => devtools.inPage(shown), { timeout: 60_000 }).toBe('http:');
    } finally {
      await devtools.quit();
      expect(await ended).toEqual([0, null]);
    }
  });

  test('npm run screenshots paints what it is told to, where it is told to', async () => {
    const own = { ...environment };
    // It is a run of tests within this one.
    delete own['PLAYWRIGHT_JSON_OUTPUT_FILE'];
    const command = [npm, 'run', 'screenshots', '--', '--into', folder, 'e2e/updates'];
    const child = spawn(process.execPath, command, { cwd: repository, env: own });
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = (await once(child, 'close')) as [number | null];
    const [said, wrong] = await output;
    expect({ code, wrong }).toMatchObject({ code: 0 });
    expect(said).toContain('4 pictures in ');
    const names = ['releases-refused', 'update-ready'];
    expect(readdirSync(folder).sort()).toEqual(
      names.flatMap((name) => ['dark', 'light'].map((theme) => `${name}-${theme}.png`)),
    );
  });
}

/** But for pictures of documentation and tests, which nothing here reads. */
function filesOfTheProject(): string[] {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const said = execFileSync('git', list, { cwd: repository, encoding: 'utf8' });
  return said.split('\n').filter((name) => name !== '' && !/^(?:docs|test|bench)\//.test(name));
}
