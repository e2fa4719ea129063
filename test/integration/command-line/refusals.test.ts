import { once } from 'node:events';
import { cpSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { storedKey, withDatabase } from '../../support/database-file.ts';
import { rest, signUp } from '../../support/rest.ts';
import { folderForTest, listeningServer, refusedStart } from '../../support/server-process.ts';
import type { Ending } from '../../support/server-process.ts';
import { contentsOf } from '../../support/stored-bytes.ts';

/** An index into the log that every start makes anew from the log itself; it holds no content. */
const madeAnew = ['future-talk.db-shm'];

function expectOneSentence({ code, signal, stdout, stderr }: Ending, sentence: RegExp): void {
  expect(stderr).toMatch(sentence);
  expect({ code, signal, stdout }).toEqual({ code: 1, signal: null, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).not.toMatch(/Error:|\bat .*:\d+/);
}

/** A data folder with an account in it; as a server leaves it that was stopped or killed. */
async function usedFolder(end: 'SIGTERM' | 'SIGKILL', ...options: string[]): Promise<string> {
  const folder = folderForTest();
  const server = await listeningServer(folder, { options });
  await signUp(server.url, 'alice');
  await server.process.stop(end);
  return folder;
}

async function expectRefusal(folder: string, sentence: RegExp, ...more: string[]): Promise<void> {
  const before = contentsOf(folder, madeAnew);
  expectOneSentence(await refusedStart('--port', '0', '--data', folder, ...more), sentence);
  expect(contentsOf(folder, madeAnew)).toEqual(before);
}

it('refuses a taken port before it touches anything', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    taken.close();
  });
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const folder = join(folderForTest(), 'new');
  const ending = await refusedStart('--port', String(port), '--data', folder);
  expectOneSentence(
    ending,
    new RegExp(`^The port ${String(port)} is in use by another program$`, 'm'),
  );
  expect(contentsOf(folder)).toEqual(['no folder']);
});

it('refuses the port of another server of its kind', async () => {
  const { url } = await listeningServer(folderForTest());
  const { port } = new URL(url);
  const folder = join(folderForTest(), 'new');
  const ending = await refusedStart('--port', port, '--data', folder);
  expectOneSentence(ending, /is in use by another program/);
  expect(contentsOf(folder)).toEqual(['no folder']);
});

it('refuses an address that this computer does not have', async () => {
  const folder = join(folderForTest(), 'new');
  const options = ['--port', '0', '--host', '192.0.2.1', '--data', folder];
  expectOneSentence(await refusedStart(...options), /cannot listen on 192\.0\.2\.1/);
  expect(contentsOf(folder)).toEqual(['no folder']);
});

it('refuses a data folder that cannot be written: a file is in its place', async () => {
  const parent = folderForTest();
  writeFileSync(join(parent, 'data'), 'a file');
  const before = contentsOf(parent);
  for (const folder of [join(parent, 'data'), join(parent, 'data', 'below')]) {
    const ending = await refusedStart('--port', '0', '--data', folder);
    expectOneSentence(ending, /^The data folder .* cannot be written$/m);
  }
  expect(contentsOf(parent)).toEqual(before);
});

it('refuses a data folder in which a folder has the place of a file', async () => {
  for (const name of ['server.lock', 'future-talk.db']) {
    const folder = await usedFolder('SIGTERM');
    rmSync(join(folder, name));
    mkdirSync(join(folder, name));
    await expectRefusal(folder, /cannot be written$/m);
  }
});

it.each(['SIGTERM', 'SIGKILL'] as const)(
  'refuses a key that does not fit, after an end by %s, and loses nothing by it',
  async (end) => {
    const folder = await usedFolder(end);
    const keyFile = join(folder, 'database.key');
    const key = storedKey(folder).toString('hex');
    writeFileSync(keyFile, `${'5a'.repeat(32)}\n`);
    await expectRefusal(folder, /^The key does not open the database/);
    writeFileSync(keyFile, `${key}\n`);

    const { url } = await listeningServer(folder);
    const credentials = { username: 'alice', password: 'correct horse battery' };
    expect((await rest(url, 'POST', '/auth/login', { json: credentials })).status).toBe(200);
  },
);

it('refuses a key file that is missing or does not hold a key', async () => {
  const folder = await usedFolder('SIGTERM');
  const keyFile = join(folder, 'database.key');
  writeFileSync(keyFile, 'not a key\n');
  await expectRefusal(folder, /^The key file .* does not hold a key/);
  rmSync(keyFile);
  await expectRefusal(folder, /^The key file .* is missing/);
});

it('refuses another passphrase, or none where there was one', async () => {
  const secrets = folderForTest();
  const [right, wrong, empty] = ['right', 'wrong', 'empty'].map((name) => join(secrets, name));
  writeFileSync(right!, 'open sesame\n');
  writeFileSync(wrong!, 'open barley\n');
  writeFileSync(empty!, '\n');
  const folder = await usedFolder('SIGTERM', '--passphrase-file', right!);
  await expectRefusal(folder, /^The key does not open/, '--passphrase-file', wrong!);
  await expectRefusal(folder, /is empty$/m, '--passphrase-file', empty!);
  await expectRefusal(folder, /cannot be read$/m, '--passphrase-file', join(secrets, 'none'));
  await expectRefusal(folder, /^The key file .* is missing/);
  const other = await usedFolder('SIGTERM');
  await expectRefusal(other, /another kind of key/, '--passphrase-file', right!);
});

it('refuses a database from a newer version', async () => {
  const folder = await usedFolder('SIGTERM');
  withDatabase(folder, storedKey(folder), (database) => database.pragma('user_version=4711'));
  await expectRefusal(folder, /^The database was written by a newer version .*schema 4711/);
});

it('refuses a database from a newer version that was killed, and leaves its log alone', async () => {
  const folder = await usedFolder('SIGTERM');
  const asKilled = join(folderForTest(), 'killed');
  withDatabase(folder, storedKey(folder), (database) => {
    database.pragma('user_version=4711');
    cpSync(folder, asKilled, { recursive: true });
  });
  expect(statSync(join(asKilled, 'future-talk.db-wal')).size).toBeGreaterThan(0);
  await expectRefusal(asKilled, /^The database was written by a newer version .*schema 4711/);
});

it('refuses a data folder that another server uses', async () => {
  const folder = folderForTest();
  const { url } = await listeningServer(folder);
  const ending = await refusedStart('--port', '0', '--data', folder);
  expectOneSentence(ending, /^Another server is using the data folder/);
  expect((await rest(url, 'GET', '/health')).status).toBe(200);
});

it.each([
  [['--colour', 'blue'], /^Unknown option '--colour'/],
  [['--registration', 'maybe'], /^--registration takes one of open, invite, closed, not "maybe"$/m],
])('refuses the options %j', async (options, sentence) => {
  const folder = join(folderForTest(), 'new');
  expectOneSentence(await refusedStart('--data', folder, ...options), sentence);
  expect(contentsOf(folder)).toEqual(['no folder']);
});
