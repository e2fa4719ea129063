import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { folderForTest, serverEntry } from '../../support/server-process.ts';
import {
  commandBlocks,
  pagesOfTheProject,
  repository,
  saidBehind,
  textOf,
  unknownOptions,
} from './documented-commands.ts';

const allPages = pagesOfTheProject();
const pages = allPages.filter((page) =>
  commandBlocks(page).some(({ leftOut }) => leftOut === null),
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Where a page's commands run: the program by its name, a port of its own, and no data of anybody. */
async function environment(): Promise<NodeJS.ProcessEnv> {
  const bin = folderForTest();
  const program = path.join(bin, 'future-talk-server');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${serverEntry}' "$@"\n`);
  // In a checkout `npm run serve --` is the same program; every other script runs as it is.
  const npm = `'${process.execPath}' '${process.env['npm_execpath'] ?? ''}' --prefix '${repository}'`;
  const asTyped = `[ "$1 $2" = 'run serve' ] || exec ${npm} "$@"\nshift 3\nexec '${program}' "$@"`;
  writeFileSync(path.join(bin, 'npm'), `#!/bin/sh\n${asTyped}\n`);
  for (const name of readdirSync(bin)) chmodSync(path.join(bin, name), 0o755);
  return {
    ...process.env,
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    FUTURE_TALK_PORT: String(await freePort()),
    FUTURE_TALK_ANNOUNCE: 'false',
    XDG_DATA_HOME: folderForTest(),
  };
}

const serves = /^(future-talk-server serve|npm run serve -- --)/;

/** Starts what would never end, and waits until it serves; answers how to end it. */
async function serve(command: string, cwd: string, env: NodeJS.ProcessEnv) {
  const child = spawn('sh', ['-c', `exec ${command}`], { cwd, env });
  const end = async () => {
    child.kill();
    if (child.exitCode === null) await once(child, 'exit');
  };
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => (said += text.toString()));
  }
  while (!said.includes('is ready at')) {
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    if (child.exitCode !== null) throw new Error(`${command}: ${said}`);
  }
  return end;
}

it.each(pages)('every command on %s works as it stands there', async (page) => {
  const env = await environment();
  const cwd = folderForTest();
  const blocks = commandBlocks(page).filter(({ leftOut }) => leftOut === null);
  for (const command of blocks.flatMap(({ commands }) => commands)) {
    if (serves.test(command)) {
      await serve(command, cwd, env);
      continue;
    }
    const { status, stderr } = spawnSync('sh', ['-ec', command], { cwd, env, encoding: 'utf8' });
    expect({ command, status, stderr }).toMatchObject({ status: 0 });
  }
});

it('what README says serves', async () => {
  const [readme] = commandBlocks('README.md');
  const command = readme?.commands.find((line) => line.includes('serve'));
  const npm = `'${process.execPath}' '${process.env['npm_execpath'] ?? ''}'`;
  // .ci/run and everybody who tests has begun with the first half.
  const said = command?.replace(/^npm ci && npm/, npm) ?? '';
  expect(said).not.toBe(command);
  const end = await serve(said, repository, await environment());
  await end();
});

it('what no test runs has its reason, and names only what is there', () => {
  const all = allPages.flatMap(commandBlocks);
  const reasons = all.flatMap(({ leftOut }) => (leftOut === null ? [] : [leftOut]));
  expect(reasons.filter((reason) => reason.length < 20)).toEqual([]);
  for (const reason of reasons) {
    for (const [file] of reason.matchAll(/[\w./-]+\.(test\.ts|mjs)/g)) {
      expect(existsSync(path.join(repository, file))).toBe(true);
    }
  }
});

it('every command within a sentence is one that there is, with options that it takes', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const wrong = allPages.flatMap((page) => {
    const named = saidBehind(page, /npm run (?:--silent )?(?=[a-z])/);
    const notThere = named.filter((words) => !Object.hasOwn(scripts, words.split(' ')[0] ?? ''));
    return [...notThere, ...unknownOptions(page)].map((words) => `${page}: ${words}`);
  });
  expect(wrong).toEqual([]);
});

it('a part of the tests that a page names has files', () => {
  const files = readdirSync(path.join(repository, 'test'), { recursive: true, encoding: 'utf8' });
  const testFiles = files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((f) => /\.test\.ts$/.test(f));
  const named = allPages.flatMap((page) => saidBehind(page, /npm run test:(?=\w+ -- [a-z])/));
  const without = named.filter((words) => {
    const [kind = '', , part = ''] = words.split(' ');
    return !testFiles.some((file) => file.startsWith(`${kind}/`) && file.includes(part));
  });
  expect(without).toEqual([]);
  expect(named.length).toBeGreaterThan(2);
});

it('every file that a page links to is there', () => {
  const missing = allPages.flatMap((page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      ([, link = '']) => link,
    );
    const folder = path.dirname(path.join(repository, page));
    return links
      .filter((link) => !existsSync(path.resolve(folder, link)))
      .map((l) => `${page}: ${l}`);
  });
  expect(missing).toEqual([]);
});
