import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ServerInformation } from '#protocol/server.ts';
import { rest, signUp } from '../../support/rest.ts';
import {
  folderForTest,
  listeningServer,
  refusedStart,
  ServerProcess,
} from '../../support/server-process.ts';
import type { ListeningLine } from '../../support/server-process.ts';
import { contentsOf } from '../../support/stored-bytes.ts';

async function informationOf(url: string): Promise<ServerInformation> {
  return (await rest<ServerInformation>(url, 'GET', '/server')).body;
}

it('says as one line of JSON that it listens, and nothing else', async () => {
  const data = folderForTest();
  const server = ServerProcess.launch({ options: ['--json', '--port', '0', '--data', data] });
  const line = JSON.parse(await server.firstLine()) as ListeningLine;
  expect(line).toMatchObject({ event: 'listening', data });
  expect(line.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  const health = await rest(line.url, 'GET', '/health');
  expect({ status: health.status, body: health.body }).toEqual({
    status: 200,
    body: { status: 'ok' },
  });
  const { stdout, stderr, code } = await server.stop();
  expect(stdout.split('\n')).toEqual([expect.any(String), '']);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
});

it('says in one friendly line where it listens', async () => {
  const data = folderForTest();
  const options = ['--port', '0', '--data', data, '--name', 'Workshop'];
  const server = ServerProcess.launch({ options });
  const line = await server.firstLine();
  expect(line).toMatch(/^Workshop is ready at http:\/\/127\.0\.0\.1:\d+ .*Ctrl\+C to stop\.$/);
  const url = /http:\S+/.exec(line)?.[0] ?? '';
  expect((await informationOf(url)).name).toBe('Workshop');
  expect((await server.stop('SIGINT')).stdout.split('\n')).toHaveLength(2);
});

it('lets anybody register from this computer, and elsewhere only the invited', async () => {
  const local = await listeningServer(folderForTest());
  expect((await informationOf(local.url)).registration).toBe('open');
  const open = await listeningServer(folderForTest(), { options: ['--host', '0.0.0.0'] });
  expect((await informationOf(open.url)).registration).toBe('invite');
  const chosen = await listeningServer(folderForTest(), {
    options: ['--host', '0.0.0.0', '--registration', 'closed'],
  });
  expect((await informationOf(chosen.url)).registration).toBe('closed');
});

it('listens on the address it is given and on no other', async () => {
  const { url } = await listeningServer(folderForTest(), { options: ['--host', '127.0.0.2'] });
  expect(url).toMatch(/^http:\/\/127\.0\.0\.2:/);
  expect((await informationOf(url)).name).toBe('Future Talk');
  const elsewhere = url.replace('127.0.0.2', '127.0.0.1');
  await expect(fetch(`${elsewhere}/api/v1/server`)).rejects.toThrow('fetch failed');
});

it('holds senders to the limit it is given', async () => {
  const { url } = await listeningServer(folderForTest(), { options: ['--send-limit', '2'] });
  const alice = await signUp(url, 'alice');
  const path = '/messages/conversations/00000000-0000-4000-8000-000000000000/messages';
  const statuses: number[] = [];
  for (let sent = 0; sent < 3; sent += 1) {
    statuses.push((await alice.post(path, { content: 'hello' })).status);
  }
  expect(statuses).toEqual([404, 404, 429]);
});

it('explains its options', async () => {
  const folder = folderForTest();
  const { code, stdout, stderr } = await refusedStart('--help', '--data', join(folder, 'data'));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const option of ['--port', '--host', '--data', '--name', '--registration', '--log-level']) {
    expect(stdout).toContain(option);
  }
  expect(contentsOf(folder)).toEqual([]);
});

it('runs as an npm script, with its first line of JSON as the first line there is', async () => {
  const data = folderForTest();
  const npm = spawn(
    'npm',
    ['run', '--silent', 'serve', '--', '--json', '--port', '0', '--data', data],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  const [first] = (await once(npm.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(first.toString()) as ListeningLine;
  expect((await rest(url, 'GET', '/health')).status).toBe(200);
  npm.kill('SIGTERM');
  await once(npm, 'close');
  await expect(fetch(`${url}/api/v1/health`)).rejects.toThrow('fetch failed');
});

it('says which Node it needs where its network library has no build for this one, and changes nothing', async () => {
  const data = folderForTest();
  const asIfNewer = join(folderForTest(), 'newer.cjs');
  const versions = `{ ...process.versions, modules: '999' }`;
  writeFileSync(asIfNewer, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
  const environment = { NODE_OPTIONS: `--require=${asIfNewer}` };
  const options = ['--port', '0', '--data', data];
  const { code, stderr } = await ServerProcess.launch({ options, environment }).ended;
  expect(stderr.trim()).toMatch(
    /^The server has no build for Node \d\S+ on \w+ \w+: run it under Node 20, 22 or 24/,
  );
  expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, lines: 1 });
  expect(existsSync(join(data, 'future-talk.db'))).toBe(false);
});
