import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { KeyCommandError } from '../../../src/main/hosting/key-command.ts';
import { RecoveryKeys } from '../../../src/main/keys/recovery-keys.ts';
import { obtainDatabaseKey } from '../../../src/main/secrets/database-key.ts';
import { SecretStore } from '../../../src/main/secrets/secret-store.ts';
import { SettingsFile } from '../../../src/main/settings-file.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

const key = 'ab'.repeat(32);
let settings: SettingsFile;
let secrets: SecretStore;
let ran: { words: string[]; input: string }[];
let resumed: number;
let changes: number;

/** The server program answers this, or fails with it. */
function recoveryKeys(answer: object | Error): RecoveryKeys {
  return new RecoveryKeys({
    secrets,
    settings,
    run: (words, input, schema) => {
      ran.push({ words, input });
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(schema.parse(answer));
    },
    hosting: {
      resume: () => {
        resumed += 1;
        return Promise.resolve(null);
      },
    },
    onChanged: () => {
      changes += 1;
    },
  });
}

beforeEach(async () => {
  const folder = await makeTemporaryFolder();
  const log = new RememberingLog();
  settings = new SettingsFile(path.join(folder, 'settings.json'), log);
  const cipher = { seal: (text: string) => Buffer.from(text), open: (it: Buffer) => it.toString() };
  secrets = new SecretStore(path.join(folder, 'secrets'), cipher);
  [ran, resumed, changes] = [[], 0, 0];
});

it('is to be shown until the person has said that it is kept', async () => {
  const made = recoveryKeys({ event: 'recovery-key', recovery_key: 'AAAA-BBBB' });
  const stored = await obtainDatabaseKey({ secrets, databaseExists: () => false });
  expect(made.isKept).toBe(false);
  expect(await made.make()).toBe('AAAA-BBBB');
  // Never among the arguments, which other programs can read.
  expect(ran).toEqual([{ words: ['recovery-key', '--key-stdin'], input: `${stored}\n` }]);
  expect(made.isKept).toBe(false);
  await made.confirmKept();
  expect(made.isKept).toBe(true);
  await made.replace();
  expect(made.isKept).toBe(false);
  expect(changes).toBe(2);
});

it('is not made while the key of the data is lost', async () => {
  const lost = recoveryKeys({ event: 'recovery-key', recovery_key: 'AAAA-BBBB' }).make();
  await expect(lost).rejects.toMatchObject({ code: 'DATABASE_KEY_LOST' });
  expect(ran).toEqual([]);
});

it('gives the keychain the database key again, and hosts as before', async () => {
  await recoveryKeys({ event: 'database-key', key }).recover('aaaa\nbbbb\r\n');
  expect(ran[0]).toEqual({
    words: ['database-key', '--recovery-key-stdin'],
    input: 'aaaa bbbb \n',
  });
  expect(await obtainDatabaseKey({ secrets, databaseExists: () => true })).toBe(key);
  expect(resumed).toBe(1);
  expect(settings.current.recoveryKeyKept).toBe(true);
});

it.each([
  ['The recovery key has a typing error', 'failure.recoveryKey.typing'],
  ['A recovery key has only letters and digits, and no U', 'failure.recoveryKey.typing'],
  ['A recovery key has 56 letters and digits, not 4', 'failure.recoveryKey.length'],
])('says why a key is wrong, and changes nothing: %s', async (sentence, key) => {
  const wrong = recoveryKeys(new KeyCommandError(sentence));
  for (const attempt of [wrong.check('aaaa'), wrong.recover('aaaa')]) {
    await expect(attempt).rejects.toMatchObject({
      code: 'RECOVERY_KEY_WRONG',
      words: { key },
    });
  }
  expect(resumed).toBe(0);
  expect((await secrets.read('database-key', z.unknown())).status).toBe('absent');
});
