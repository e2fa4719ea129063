import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { storedKey, withDatabase } from '../../support/database-file.ts';
import { personAt, signUp } from '../../support/rest.ts';
import { folderForTest, listeningServer, ServerProcess } from '../../support/server-process.ts';
import { filesIn, findTexts, modeOf } from '../../support/stored-bytes.ts';

it('makes a key file at its first start, and opens with it at the next', async () => {
  const folder = folderForTest();
  const first = await listeningServer(folder);
  const alice = await signUp(first.url, 'alice');
  await first.process.stop();
  const keyFile = join(folder, 'database.key');
  expect(modeOf(keyFile)).toBe('600');
  const key = storedKey(folder);
  expect(key).toHaveLength(32);

  const second = await listeningServer(folder);
  expect((await personAt(second.url, alice).get('/auth/me')).status).toBe(200);
  expect(storedKey(folder)).toEqual(key);
});

it('derives the key from a passphrase, the same at every start', async () => {
  const folder = folderForTest();
  const passphraseFile = join(folderForTest(), 'passphrase');
  writeFileSync(passphraseFile, 'a long walk on the beach\n');
  const launch = { options: ['--passphrase-file', passphraseFile] };
  const first = await listeningServer(folder, launch);
  const alice = await signUp(first.url, 'alice');
  await first.process.stop();
  expect(filesIn(folder)).toEqual(['future-talk.db', 'passphrase.salt', 'server.lock']);
  expect(modeOf(join(folder, 'passphrase.salt'))).toBe('600');
  expect(findTexts(folder, ['a long walk on the beach'])).toEqual([]);

  // An editor's last line break is not part of it.
  writeFileSync(passphraseFile, 'a long walk on the beach');
  const second = await listeningServer(folder, launch);
  expect((await personAt(second.url, alice).get('/auth/me')).status).toBe(200);
});

it('takes the key from standard input, and ends well when that closes', async () => {
  const folder = folderForTest();
  const key = randomBytes(32);
  const launch = { options: ['--key-stdin'], input: `${key.toString('hex')}\n` };
  const first = await listeningServer(folder, launch);
  const alice = await signUp(first.url, 'alice');
  expect(existsSync(join(folder, 'database.key'))).toBe(false);
  expect(findTexts(folder, [key.toString('hex'), key.toString('base64url')])).toEqual([]);
  first.process.child.stdin?.end();
  expect(await first.process.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  expect(withDatabase(folder, key, (database) => database.pragma('integrity_check'))).toEqual([
    { integrity_check: 'ok' },
  ]);

  const second = await listeningServer(folder, launch);
  expect((await personAt(second.url, alice).get('/auth/me')).status).toBe(200);
});

it('does not start where standard input holds no key', async () => {
  for (const [input, sentence] of [
    ['', 'No key came on standard input'],
    ['0123\n', 'Standard input does not hold a key of 64 hexadecimal digits'],
  ] as const) {
    const folder = join(folderForTest(), 'new');
    const options = ['--key-stdin', '--port', '0', '--data', folder];
    const server = ServerProcess.launch({ options, input });
    server.child.stdin?.end();
    expect(await server.ended).toMatchObject({ code: 1, stdout: '', stderr: `${sentence}\n` });
    expect(existsSync(folder)).toBe(false);
  }
});

it('makes a new database where only the key is left', async () => {
  const folder = folderForTest();
  await (await listeningServer(folder)).process.stop();
  const key = storedKey(folder);
  rmSync(join(folder, 'future-talk.db'));
  const { url } = await listeningServer(folder);
  await signUp(url, 'alice');
  expect(storedKey(folder)).toEqual(key);
});
