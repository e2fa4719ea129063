import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatRecoveryKey, newRecoveryKey } from '#server/keys/recovery-key.ts';
import { databaseFileIn, storedKey, withDatabase } from '../../support/database-file.ts';
import { personAt, signUp } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { folderForTest, listeningServer, ServerProcess } from '../../support/server-process.ts';
import type { Ending } from '../../support/server-process.ts';
import { contentsOf, filesIn, findTexts, modeOf } from '../../support/stored-bytes.ts';

const recoveryKeyForm = /([0-9A-Z]{4}-){13}[0-9A-Z]{4}/;

interface UsedFolder {
  folder: string;
  alice: TestPerson;
}

/** A data folder with an account in it, which no server uses. */
async function usedFolder(...options: string[]): Promise<UsedFolder> {
  const folder = folderForTest();
  const server = await listeningServer(folder, { options });
  const alice = await signUp(server.url, 'alice');
  await server.process.stop();
  return { folder, alice };
}

/** Runs a command to its end; `input` is all that comes on standard input. */
async function run(folder: string, words: string[], input?: string): Promise<Ending> {
  const [command = '', ...options] = words;
  const program = ServerProcess.launch({ options: [command, '--data', folder, ...options] });
  program.child.stdin?.end(input);
  return program.ended;
}

async function succeed(folder: string, words: string[], input?: string): Promise<string> {
  const ending = await run(folder, words, input);
  expect(ending).toMatchObject({ code: 0, stderr: '' });
  return ending.stdout;
}

async function expectRefusal(
  folder: string,
  words: string[],
  sentence: RegExp,
  input?: string,
): Promise<void> {
  const before = contentsOf(folder);
  const { code, stdout, stderr } = await run(folder, words, input);
  expect(stderr).toMatch(sentence);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(contentsOf(folder)).toEqual(before);
}

/** A server under these options knows the person by the token from before. */
async function expectToOpen({ folder, alice }: UsedFolder, ...options: string[]): Promise<void> {
  const server = await listeningServer(folder, { options });
  expect((await personAt(server.url, alice).get('/auth/me')).status).toBe(200);
  await server.process.stop();
}

function fileWith(content: string): string {
  const file = join(folderForTest(), 'secret');
  writeFileSync(file, content);
  return file;
}

async function makeRecoveryKey(folder: string): Promise<string> {
  const [key = ''] = recoveryKeyForm.exec(await succeed(folder, ['recovery-key'])) ?? [];
  return key;
}

it('changes the key file, and nothing of the old key opens the database', async () => {
  const used = await usedFolder();
  const oldKey = storedKey(used.folder);
  await succeed(used.folder, ['rekey', '--new-key-file']);
  expect(storedKey(used.folder)).not.toEqual(oldKey);
  expect(modeOf(join(used.folder, 'database.key'))).toBe('600');
  expect(modeOf(databaseFileIn(used.folder))).toBe('600');
  expect(filesIn(used.folder)).toEqual(['database.key', 'future-talk.db', 'server.lock']);
  expect(() => withDatabase(used.folder, oldKey, () => undefined)).toThrow(/does not open/);
  await expectToOpen(used);
});

it('moves between key file, passphrase and a key that is kept elsewhere', async () => {
  const used = await usedFolder();
  const first = fileWith('a long walk on the beach\n');
  const second = fileWith('and back again');
  const key = randomBytes(32).toString('hex');
  await succeed(used.folder, ['rekey', '--new-passphrase-file', first]);
  expect(filesIn(used.folder)).toEqual(['future-talk.db', 'passphrase.salt', 'server.lock']);
  await expectToOpen(used, '--passphrase-file', first);

  const both = ['--passphrase-file', first, '--new-passphrase-file', second];
  await succeed(used.folder, ['rekey', ...both]);
  await expectToOpen(used, '--passphrase-file', second);

  const toStdin = ['rekey', '--passphrase-file', second, '--new-key-stdin'];
  await succeed(used.folder, toStdin, `${key}\n`);
  expect(filesIn(used.folder)).toEqual(['future-talk.db', 'server.lock']);
  expect(findTexts(used.folder, [key])).toEqual([]);

  const next = randomBytes(32).toString('hex');
  await succeed(used.folder, ['rekey', '--key-stdin', '--new-key-stdin'], `${key}\n${next}\n`);
  expect(await succeed(used.folder, ['database-key', '--key-stdin'], `${next}\n`)).toBe(
    `${next}\n`,
  );
  await succeed(used.folder, ['rekey', '--key-stdin', '--new-key-file'], `${next}\n`);
  await expectToOpen(used);
});

it('refuses to change the key, with nothing changed', async () => {
  const { folder } = await usedFolder();
  const passphrase = fileWith('a long walk on the beach');
  const wrong = `${randomBytes(32).toString('hex')}\n`;
  const rekey = ['rekey', '--new-passphrase-file', passphrase];
  await expectRefusal(folder, [...rekey, '--key-stdin'], /^The key does not open/, wrong);
  await expectRefusal(folder, [...rekey, '--passphrase-file', passphrase], /passphrase.salt is/);
  await expectRefusal(folder, ['rekey'], /^Say which new key/);
  await expectRefusal(folder, [...rekey, '--new-key-file'], /^Give one new key, not several/);
  await expectRefusal(folder, ['rekey', '--new-passphrase-file', fileWith('')], /is empty/);
  await expectRefusal(folder, ['rekey', '--new-key-stdin'], /64 hexadecimal digits/, 'short\n');
  await expectRefusal(folder, ['rekey', '--new-key-stdin'], /^No key came/, '');
  await expectRefusal(folder, ['recovery-key', '--new-key-file'], /^Only rekey takes a new key/);
  await expectRefusal(folder, [...rekey, '--colour'], /^Unknown option '--colour'/);
  const empty = folderForTest();
  await expectRefusal(empty, ['rekey', '--new-key-file'], /^There is no database in/);

  const server = await listeningServer(folder);
  const inUse = await run(folder, ['rekey', '--new-key-file']);
  expect(inUse).toMatchObject({ code: 1, stdout: '' });
  expect(inUse.stderr).toMatch(/^Another server is using the data folder/);
  await server.process.stop();
});

it('opens by the recovery key when the key file is lost, and gives it a new key', async () => {
  const used = await usedFolder();
  const recoveryKey = await makeRecoveryKey(used.folder);
  expect(findTexts(used.folder, [recoveryKey, recoveryKey.replaceAll('-', '')])).toEqual([]);
  expect(modeOf(join(used.folder, 'recovery.json'))).toBe('600');
  const kept = fileWith(` ${recoveryKey.toLowerCase().replaceAll('-', ' ')}\n`);
  rmSync(join(used.folder, 'database.key'));
  await expectToOpen(used, '--recovery-key-file', kept);
  expect(existsSync(join(used.folder, 'database.key'))).toBe(false);

  const words = ['rekey', '--recovery-key-file', kept, '--new-key-file'];
  const [next = ''] = recoveryKeyForm.exec(await succeed(used.folder, words)) ?? [];
  await expectToOpen(used);
  const check = (key: string) =>
    run(used.folder, ['check-recovery-key', '--recovery-key-stdin'], key);
  expect(await check(`${next}\n`)).toMatchObject({ code: 0, stderr: '' });
  expect((await check(`${recoveryKey}\n`)).stderr).toMatch(/^This is not the recovery key/);
});

it('tells right from wrong recovery keys, also while the server runs', async () => {
  const { folder } = await usedFolder();
  const check = ['check-recovery-key', '--recovery-key-stdin'];
  const another = formatRecoveryKey(newRecoveryKey());
  await expectRefusal(folder, check, /^No recovery key was made/, `${another}\n`);
  const server = await listeningServer(folder);
  const first = await makeRecoveryKey(folder);
  expect(await succeed(folder, check, `${first}\n`)).toMatch(/^This recovery key opens/);
  const second = await makeRecoveryKey(folder);
  expect(await succeed(folder, check, `${second}\n`)).toMatch(/^This recovery key opens/);
  await expectRefusal(folder, check, /^This is not the recovery key/, `${first}\n`);
  const last = second.endsWith('0') ? '1' : '0';
  await expectRefusal(folder, check, /has a typing error/, `${second.slice(0, -1)}${last}\n`);
  await expectRefusal(folder, check, /^No key came on standard input/, '');
  await expectRefusal(folder, ['check-recovery-key'], /^Say which: --recovery-key-file/);
  expect(await server.process.stop()).toMatchObject({ code: 0 });
});

it('answers programs with lines of JSON', async () => {
  const { folder } = await usedFolder();
  const key = storedKey(folder).toString('hex');
  const made = JSON.parse(await succeed(folder, ['recovery-key', '--json'])) as {
    event: string;
    recovery_key: string;
  };
  expect(made.event).toBe('recovery-key');
  const { recovery_key: recoveryKey } = made;
  expect(recoveryKey).toMatch(recoveryKeyForm);
  const opened = await succeed(
    folder,
    ['database-key', '--recovery-key-stdin', '--json'],
    `${recoveryKey}\n`,
  );
  expect(JSON.parse(opened)).toEqual({ event: 'database-key', key });
  const lines = (await succeed(folder, ['rekey', '--new-key-file', '--json']))
    .trimEnd()
    .split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
    'recovery-key',
    'rekeyed',
  ]);
});
