import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { folderForTest, serverEntry } from '../../support/server-process.ts';
import { commandBlocks } from './fenced-commands.ts';

const repository = path.resolve(import.meta.dirname, '../../..');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(path.join(repository, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].filter((page) => commandBlocks(page).some(({ leftOut }) => leftOut === null));

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
  // In a checkout `npm run serve --` is the same program.
  writeFileSync(path.join(bin, 'npm'), `#!/bin/sh\nshift 3\nexec '${program}' "$@"\n`);
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

/** Starts what would never end, and waits until it serves. */
async function serve(command: string, cwd: string, env: NodeJS.ProcessEnv): Promise<() => void> {
  const child = spawn('sh', ['-c', `exec ${command}`], { cwd, env });
  const end = () => child.kill();
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

it('what no test runs has its reason, and names only what is there', () => {
  const all = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...pages].flatMap(commandBlocks);
  const reasons = all.flatMap(({ leftOut }) => (leftOut === null ? [] : [leftOut]));
  expect(reasons.filter((reason) => reason.length < 20)).toEqual([]);
  for (const reason of reasons) {
    for (const [file] of reason.matchAll(/[\w./-]+\.(test\.ts|mjs)/g)) {
      expect(existsSync(path.join(repository, file))).toBe(true);
    }
  }
});

it('every npm script that a page names is there', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = new Set(
    ['README.md', 'CONTRIBUTING.md', 'docs/development.md', ...pages].flatMap((page) => {
      const text = readFileSync(path.join(repository, page), 'utf8');
      return [...text.matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, name = '']) => name);
    }),
  );
  expect([...named].filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  expect(named.size).toBeGreaterThan(5);
});

it('every file that a page links to is there', () => {
  const missing = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...pages].flatMap((page) => {
    const text = readFileSync(path.join(repository, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);
    const folder = path.dirname(path.join(repository, page));
    return links
      .filter((link) => !existsSync(path.resolve(folder, link)))
      .map((l) => `${page}: ${l}`);
  });
  expect(missing).toEqual([]);
});
