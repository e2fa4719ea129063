import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { sealedChunkBytes } from '#server/blobs/sealed-chunk.ts';
import { backUp, backupPassphrase, command, secretFile } from '../../support/backup.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import { contentsOf, filesIn } from '../../support/stored-bytes.ts';

let original = Buffer.alloc(0);

/** A copy of the same backup, to be spoilt. */
function copy(spoil: (bytes: Buffer) => Buffer = (bytes) => bytes): string {
  const file = join(folderForTest(), 'team.ftbackup');
  writeFileSync(file, spoil(Buffer.from(original)));
  return file;
}

async function expectRefusal(words: string[], sentence: RegExp): Promise<void> {
  const { code, stdout, stderr } = await command(...words);
  expect(stderr).toMatch(sentence);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
}

/** Refused, and nothing is there afterwards. */
async function expectNotRestored(file: string, sentence: RegExp, secret = backupPassphrase) {
  const folder = join(folderForTest(), 'data');
  const key = ['--backup-passphrase-file', secretFile(secret)];
  await expectRefusal(['restore', file, '--data', folder, ...key], sentence);
  expect(existsSync(folder)).toBe(false);
  expect(filesIn(dirname(folder))).toEqual([]);
}

beforeEach(async () => {
  // Made once, and within a test: processes are ended with the test that started them.
  if (original.length > 0) return;
  const folder = folderForTest();
  await (await listeningServer(folder)).process.stop();
  original = readFileSync(await backUp(folder));
});

it('refuses another key, and secrets that it was not made with', async () => {
  await expectNotRestored(copy(), /This passphrase does not open the backup/, 'wrong');
  const folder = join(folderForTest(), 'data');
  const key = secretFile('0'.repeat(56));
  const words = ['restore', copy(), '--data', folder];
  await expectRefusal([...words, '--recovery-key-file', key], /typing error/);
  await expectRefusal(words, /Say what opens the backup/);
  expect(existsSync(folder)).toBe(false);
});

it('refuses what is no backup, or one of a later version', async () => {
  await expectNotRestored(
    copy(() => Buffer.from('hello')),
    /not a backup/,
  );
  await expectNotRestored(join(folderForTest(), 'nothing'), /cannot be read/);
  const later = copy((bytes) =>
    Buffer.from(bytes.toString('latin1').replace('"version":1', '"version":2'), 'latin1'),
  );
  await expectNotRestored(later, /newer version/);
});

it('finds each byte that was changed', async () => {
  for (const at of [20, 200, 1_000, original.length >> 1, original.length - 1]) {
    const damaged = copy((bytes) => {
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return bytes;
    });
    await expectNotRestored(damaged, /damaged|does not open|newer version/);
  }
});

it('finds out where the file was cut, also between two chunks', async () => {
  const lastChunk = (original.length - original.indexOf('}}') - 2) % sealedChunkBytes;
  for (const missing of [1, lastChunk, lastChunk + sealedChunkBytes]) {
    const short = copy();
    truncateSync(short, original.length - missing);
    await expectNotRestored(short, /damaged or was cut short|was cut short/);
  }
  await expectNotRestored(
    copy((bytes) => bytes.subarray(0, 9)),
    /not a backup/,
  );
  await expectNotRestored(
    copy((bytes) => Buffer.concat([bytes, bytes.subarray(-100)])),
    /damaged/,
  );
});

it('restores over nothing', async () => {
  const folder = folderForTest();
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  const before = contentsOf(folder);
  const key = ['--backup-passphrase-file', secretFile(backupPassphrase)];
  await expectRefusal(['restore', copy(), '--data', folder, ...key], /something in .* already/);
  expect(contentsOf(folder)).toEqual(before);
});

it('makes no backup that nobody could open, of nothing, or over another file', async () => {
  const folder = folderForTest();
  await expectRefusal(['backup', '/tmp', '--data', folder], /There is no database/);
  await (await listeningServer(folder)).process.stop();
  const target = join(folderForTest(), 'team.ftbackup');
  await expectRefusal(['backup', target, '--data', folder], /Nobody could open this backup/);
  expect(existsSync(target)).toBe(false);
  const key = ['--backup-passphrase-file', secretFile(backupPassphrase)];
  await expectRefusal(['backup', copy(), '--data', folder, ...key], /is there already/);
  const nowhere = join(folderForTest(), 'missing', 'team.ftbackup');
  await expectRefusal(['backup', nowhere, '--data', folder, ...key], /cannot be written/);
  await expectRefusal(['backup', '--data', folder], /Say which file/);
});
