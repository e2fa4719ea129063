import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { runKeyCommand } from '../../../src/main/hosting/key-command.ts';
import { BackupRestorer } from '../../../src/main/restore/backup-restorer.ts';
import type { RestoreWish } from '../../../src/main/restore/backup-restorer.ts';
import { SecretStore } from '../../../src/main/secrets/secret-store.ts';
import { backUp, backupPassphrase, command, succeeds } from '../../support/backup.ts';
import { databaseFileIn, withDatabase } from '../../support/database-file.ts';
import { folderForTest, listeningServer, serverEntry } from '../../support/server-process.ts';
import { filesIn } from '../../support/stored-bytes.ts';

/** Keeps secrets from nobody: they are looked at here. */
const cipher = {
  seal: (text: string) => Buffer.from(text),
  open: (sealed: Buffer) => sealed.toString(),
};
const storedKey = z.object({ key: z.hex() });

let original: Buffer = Buffer.alloc(0);
let recoveryKey = '';

/** What a computer has on which nothing was hosted yet. */
function newComputer() {
  const folder = folderForTest();
  const dataFolder = join(folder, 'server');
  const done: number[] = [];
  const secrets = new SecretStore(join(folder, 'secrets'), cipher);
  const restorer = new BackupRestorer({
    secrets,
    dataFolder,
    run: (words, input, schema, onLine) =>
      runKeyCommand(
        {
          node: process.execPath,
          arguments: [serverEntry, ...words],
          environment: process.env,
          input,
          ...(onLine && { onLine }),
        },
        schema,
      ),
    onProgress: (progress) => done.push(progress.done),
  });
  const restore = (file: string, how: Partial<RestoreWish> = {}) =>
    restorer.restore({ file, opener: 'passphrase', secret: backupPassphrase, ...how });
  return { dataFolder, secrets, done, restore };
}

/** A copy of the same backup, to be spoilt. */
function copy(spoil: (bytes: Buffer) => Buffer = (bytes) => bytes): string {
  const file = join(folderForTest(), 'team.ftbackup');
  writeFileSync(file, spoil(Buffer.from(original)));
  return file;
}

beforeEach(async () => {
  if (original.length > 0) return;
  const folder = folderForTest();
  await (await listeningServer(folder)).process.stop();
  recoveryKey = String((await succeeds('recovery-key', '--data', folder)).recovery_key);
  original = readFileSync(await backUp(folder));
});

it.each(['passphrase', 'recovery-key'] as const)(
  'makes the data of a backup under a new key that the keychain has: by its %s',
  async (opener) => {
    const { dataFolder, secrets, done, restore } = newComputer();
    const secret = opener === 'passphrase' ? backupPassphrase : recoveryKey.replace('-', '\n ');
    await restore(copy(), { opener, secret });
    const reading = await secrets.read('database-key', storedKey);
    if (reading.status !== 'present') throw new Error('the key was not kept');
    const key = Buffer.from(reading.value.key, 'hex');
    const tables = withDatabase(dataFolder, key, (database) =>
      database.prepare('SELECT count(*) FROM user').pluck().get(),
    );
    expect(tables).toBe(0);
    expect(filesIn(dataFolder).includes('recovery.json')).toBe(opener === 'recovery-key');
    // What stands before the sealed part is not counted.
    expect(done.at(-1)).toBeGreaterThanOrEqual(0.9);
  },
);

it('says what is wrong in words of its own, and leaves nothing behind', async () => {
  const { dataFolder, restore } = newComputer();
  const withoutRecovery = await (async () => {
    const folder = folderForTest();
    await (await listeningServer(folder)).process.stop();
    return backUp(folder);
  })();
  const cut = copy();
  truncateSync(cut, original.length - 100);
  const later = copy((bytes) =>
    Buffer.from(bytes.toString('latin1').replace('"version":1', '"version":2'), 'latin1'),
  );
  const wrongKey = { opener: 'recovery-key', secret: recoveryKey.replace(/.$/, 'X') } as const;
  const cases = [
    [copy(), { secret: 'a guess' }, 'failure.restore.passphrase'],
    [copy(), wrongKey, 'failure.recoveryKey.typing'],
    [copy(), { ...wrongKey, secret: 'ABCD' }, 'failure.recoveryKey.length'],
    [withoutRecovery, { ...wrongKey, secret: recoveryKey }, 'failure.restore.noRecoveryKey'],
    [copy(() => Buffer.from('a letter')), {}, 'failure.restore.noBackup'],
    [join(dataFolder, 'nothing'), {}, 'failure.restore.unreadable'],
    [cut, {}, 'failure.restore.damaged'],
    [later, {}, 'failure.restore.newer'],
  ] as const;
  for (const [file, how, key] of cases) {
    await expect(restore(file, how), key).rejects.toMatchObject({
      code: 'RESTORE_FAILED',
      words: { key },
    });
    expect(filesIn(join(dataFolder, '..')).filter((name) => !name.startsWith('secrets'))).toEqual(
      [],
    );
  }
});

it('does not touch the data of a server that is there, nor its key', async () => {
  const { dataFolder, secrets, restore } = newComputer();
  mkdirSync(dataFolder);
  writeFileSync(databaseFileIn(dataFolder), 'of somebody');
  await secrets.write('database-key', { key: 'aa' });
  await expect(restore(copy())).rejects.toMatchObject({
    words: { key: 'failure.restore.occupied', parameters: { folder: dataFolder } },
  });
  expect(readFileSync(databaseFileIn(dataFolder), 'utf8')).toBe('of somebody');
  expect(await secrets.read('database-key', storedKey)).toMatchObject({ value: { key: 'aa' } });
});

it('a passphrase comes by standard input to restore only, and no second secret with it', async () => {
  const folder = join(folderForTest(), 'data');
  const both = ['--backup-passphrase-stdin', '--recovery-key-stdin'];
  const several = await command('restore', copy(), '--data', folder, ...both);
  expect(several.stderr).toMatch(/^Say what opens the backup/);
  const target = join(folderForTest(), 'team.ftbackup');
  const words = ['backup', target, '--data', folder, '--backup-passphrase-stdin'];
  expect((await command(...words)).stderr).toMatch(/^Only restore takes the passphrase/);
});
