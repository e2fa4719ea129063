import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { entryHeader } from '#server/backup/backup-entries.ts';
import { sealBackupKey } from '#server/backup/backup-header.ts';
import type { BackupSecret } from '#server/backup/backup-header.ts';
import { restoreBackup } from '#server/backup/restore-backup.ts';
import { SealedStreamWriter } from '#server/backup/sealed-stream.ts';
import { unpackBackup } from '#server/backup/unpack-backup.ts';
import { sealForRecovery } from '#server/keys/recovery-file.ts';
import { folderForTest } from '../../../support/server-process.ts';

const databaseKey = randomBytes(32);
const passphrase = { salt: randomBytes(16), key: randomBytes(32) };
const byKey: BackupSecret = { kind: 'database-key', key: databaseKey };
const manifest = {
  ...{ version: 1, identity: 'x', content: 'x' },
  ...{ accounts: 1, messages: 1, files: 0, file_bytes: 0 },
};

type Entry = readonly [name: string, content: string];

const manifestEntry: Entry = ['manifest.json', JSON.stringify(manifest)];
const keyEntry: Entry = ['database.key', databaseKey.toString('hex')];

/** A backup as somebody who has the key could have made it, of whatever is in it. */
async function sealed(
  entries: readonly Entry[],
  { recovery = null, end = '' }: { recovery?: string | null; end?: string } = {},
): Promise<string> {
  const file = join(folderForTest(), 'team.ftbackup');
  const opens = { databaseKey, recovery, passphrase: recovery === null ? passphrase : null };
  const { key, header } = sealBackupKey({ createdAt: new Date(0), ...opens });
  const writer = await SealedStreamWriter.create(file, header, key);
  for (const [name, content] of entries) {
    await writer.append(entryHeader(name, content.length));
    await writer.append(Buffer.from(content));
  }
  await writer.append(Buffer.from(end));
  await writer.finish();
  await writer.close();
  return file;
}

function unpack(file: string, secret = byKey) {
  const into = folderForTest();
  return unpackBackup({ file, secret, into, keepsFiles: true, onProgress: () => undefined });
}

it.each<[string, readonly Entry[], string, RegExp]>([
  ['nothing', [], '', /does not hold what it says/],
  ['something else first', [keyEntry], '', /does not hold what it says/],
  ['a list that is too long', [['manifest.json', 'x'.repeat(70_000)]], '', /backup is damaged/],
  ['no database', [manifestEntry, keyEntry], '', /does not hold what it says/],
  [
    'a database that is none',
    [manifestEntry, keyEntry, ['future-talk.db', 'x'.repeat(8_192)]],
    '',
    /does not open|is damaged/,
  ],
  ['less of an entry than it says', [manifestEntry], '\0\u000ctoo', /was cut short/],
])('refuses a backup that holds %s', async (_, entries, end, why) => {
  await expect(unpack(await sealed(entries, { end }))).rejects.toThrow(why);
});

it.each<[string, Buffer, RegExp]>([
  ['of a length that it never has', Buffer.from([0xff, 0xff, 0xff, 0xff]), /damaged at its beg/],
  ['that is no JSON', Buffer.from([0, 0, 0, 1, 0x7b]), /damaged at its beginning/],
  ['that says too little', Buffer.from('\0\0\0\u000d{"version":1}'), /damaged at its beginning/],
  ['of no version', Buffer.from('\0\0\0\u0002{}'), /damaged at its beginning/],
  ['of a newer version', Buffer.from('\0\0\0\u000d{"version":2}'), /A newer version/],
])('refuses a beginning %s', async (_, beginning, why) => {
  const file = join(folderForTest(), 'team.ftbackup');
  writeFileSync(file, Buffer.concat([Buffer.from('FTBACKUP'), beginning]));
  await expect(unpack(file)).rejects.toThrow(why);
});

it('is opened only by what it was made with', async () => {
  const recoveryKey = randomBytes(28);
  const byRecovery: BackupSecret = { kind: 'recovery-key', key: recoveryKey };
  const byPassphrase: BackupSecret = { kind: 'passphrase', text: 'a long walk' };
  const withPassphrase = await sealed([]);
  await expect(unpack(withPassphrase, byRecovery)).rejects.toThrow(/^No recovery key opens/);
  await expect(unpack(withPassphrase, byPassphrase)).rejects.toThrow(/^This passphrase does not/);
  const recovery = sealForRecovery(databaseKey, recoveryKey);
  const withRecovery = await sealed([], { recovery });
  await expect(unpack(withRecovery, byPassphrase)).rejects.toThrow(/^No passphrase opens/);
  const other: BackupSecret = { kind: 'recovery-key', key: randomBytes(28) };
  await expect(unpack(withRecovery, other)).rejects.toThrow(/^This is not the recovery key/);
  // The right ones get as far as to what is in it.
  for (const secret of [byKey, byRecovery]) {
    await expect(unpack(withRecovery, secret)).rejects.toThrow(/does not hold what it says/);
  }
});

it('restores into no folder that cannot be made, and hands on what it cannot explain', async () => {
  const file = await sealed([manifestEntry]);
  const material = { key: randomBytes(32), file: null };
  const restore = (folder: string, onProgress: () => void) =>
    restoreBackup({ file, secret: byKey, folder, material, onProgress });
  const inTheWay = join(folderForTest(), 'file');
  writeFileSync(inTheWay, '');
  await expect(restore(join(inTheWay, 'data'), () => undefined)).rejects.toThrow(
    /^The folder .* cannot be written/,
  );
  const folder = join(folderForTest(), 'data');
  const fails = (code: string) => () => {
    throw Object.assign(new Error(code), { code });
  };
  await expect(restore(folder, fails('ENOSPC'))).rejects.toThrow(/^The disk has no room/);
  await expect(restore(folder, fails('EIO'))).rejects.toThrow(/^EIO/);
  mkdirSync(folder);
  writeFileSync(join(folder, 'mine'), '');
  await expect(restore(folder, () => undefined)).rejects.toThrow(/^There is something in/);
});
