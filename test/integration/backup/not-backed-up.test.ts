import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { makeBackup } from '#server/backup/make-backup.ts';
import { chunkBytes } from '#server/blobs/sealed-chunk.ts';
import { takeFilesLock } from '#server/db/folder-lock.ts';
import { databaseFileIn, withDatabase } from '../../support/database-file.ts';
import { signUp } from '../../support/rest.ts';
import { copyForTest, folderForTest } from '../../support/server-process.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import { beginUpload, sendBytes, someBytes, upload } from '../attachments/support/files.ts';

const inFiles = (folder: string, name = '') => join(folder, 'attachments', name);

let original = '';
let databaseKey: Uint8Array = new Uint8Array();
let [whole, coming] = ['', ''];
let clean: () => Promise<void> = () => Promise.resolve();

/** A server's folder with a file that is whole, and one that is half here. */
beforeAll(async () => {
  const server = await startServer();
  clean = () => stopServer(server);
  const ann = await signUp(server.url, 'ann');
  [original, databaseKey] = [server.dataFolder, server.key];
  await upload(server.url, ann, someBytes(1_000));
  [whole = ''] = readdirSync(inFiles(original));
  coming = await beginUpload(server.url, ann, 3 * chunkBytes);
  await sendBytes(server.url, ann, coming, 0, someBytes(chunkBytes));
  await server.close();
});
afterAll(() => clean());
afterEach(() => {
  vi.useRealTimers();
});

const passphrase = { salt: new Uint8Array(16), key: new Uint8Array(32) };

function backUp(dataFolder: string, target: string) {
  const onProgress = () => undefined;
  return makeBackup({ dataFolder, databaseKey, target, passphrase, onProgress });
}

it.each<[string, (folder: string) => unknown, RegExp]>([
  [
    'with a recovery key that cannot be read',
    (folder) => {
      writeFileSync(join(folder, 'recovery.json'), '{"version":1}');
    },
    /recovery\.json is damaged: make a new recovery key/,
  ],
  [
    'whose key is being changed',
    (folder) => {
      mkdirSync(join(folder, 'rekey.ready'));
    },
    /^The key of this database is being changed/,
  ],
  [
    'that has never served',
    (folder) =>
      withDatabase(folder, databaseKey, (database) =>
        database.exec("DELETE FROM meta WHERE name = 'identity_key'"),
      ),
    /^There is nothing to back up yet/,
  ],
  [
    'of which a file is missing',
    (folder) => {
      rmSync(inFiles(folder, whole));
    },
    /^The sealed file .* is missing, so the backup would not be whole/,
  ],
  [
    'of which a file is shorter than what was acknowledged',
    (folder) => {
      truncateSync(inFiles(folder, coming), 100);
    },
    /^The sealed file .* is too short/,
  ],
  [
    'whose database is damaged',
    (folder) => {
      const bytes = readFileSync(databaseFileIn(folder));
      bytes.fill(0, 4_096 * 20, 4_096 * 21);
      writeFileSync(databaseFileIn(folder), bytes);
    },
    /^The database is damaged, so no backup of it was made/,
  ],
])('of a server %s there is no backup, and nothing is left of it', async (_, spoil, why) => {
  const folder = copyForTest(original);
  spoil(folder);
  const target = join(folderForTest(), 'team.ftbackup');
  await expect(backUp(folder, target)).rejects.toThrow(why);
  expect(readdirSync(dirname(target))).toEqual([]);
  expect(readdirSync(folder)).not.toContain('backup.preparing');
});

it('goes where nothing can be written to nowhere, and says so', async () => {
  const folder = copyForTest(original);
  const target = join(folderForTest(), 'missing', 'team.ftbackup');
  await expect(backUp(folder, target)).rejects.toMatchObject({ problem: 'not_writable' });
});

it.each([
  ['ENOSPC', 'The disk has no room for the backup'],
  ['EIO', 'EIO'],
])('leaves nothing behind where the disk fails with %s', async (code, why) => {
  const target = join(folderForTest(), 'team.ftbackup');
  const onProgress = () => {
    throw Object.assign(new Error(code), { code });
  };
  const making = { dataFolder: copyForTest(original), databaseKey, target, passphrase, onProgress };
  await expect(makeBackup(making)).rejects.toThrow(why);
  expect(readdirSync(dirname(target))).toEqual([]);
});

it('waits for files that are just being removed, but not for another backup', async () => {
  const folder = copyForTest(original);
  const lock = takeFilesLock(folder);
  onTestFinished(() => lock?.release());
  const target = join(folderForTest(), 'team.ftbackup');
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const waiting = backUp(folder, target);
  const refused = expect(waiting).rejects.toThrow(/^Another backup of this server is being made/);
  await vi.advanceTimersByTimeAsync(10_000);
  await refused;
  const again = backUp(folder, target);
  lock?.release();
  await vi.advanceTimersByTimeAsync(100);
  expect((await again).manifest).toMatchObject({ accounts: 1, files: 2 });
});

it('holds all of it, so that each of the refusals has its reason', async () => {
  const target = join(folderForTest(), 'team.ftbackup');
  const { manifest, size } = await backUp(copyForTest(original), target);
  expect(manifest).toMatchObject({ accounts: 1, messages: 0, files: 2 });
  expect(size).toBe(readFileSync(target).length);
});
