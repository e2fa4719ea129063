import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { PassphraseLock } from '../../../src/main/secrets/passphrase-lock.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

const passphrase = 'sieben graue Reihér';
let file: string;
let changes: number;

function load(): Promise<PassphraseLock> {
  const onChanged = () => {
    changes += 1;
  };
  return PassphraseLock.load({ file, keychainIsGone: false, onChanged, log: new RememberingLog() });
}

beforeEach(async () => {
  file = path.join(await makeTemporaryFolder(), 'secrets', 'passphrase.json');
  changes = 0;
});

it('seals what the next start opens with the same passphrase, however it is encoded', async () => {
  const first = await load();
  expect(first.state).toBe('passphrase-to-choose');
  expect(() => first.cipher.seal('key')).toThrow(/not been given/);
  await first.choose(passphrase.normalize('NFC'));
  await first.opened;
  expect(first.state).toBe('open');
  expect(changes).toBe(1);
  const sealed = first.cipher.seal('key');
  expect(sealed.equals(first.cipher.seal('key'))).toBe(false);
  expect((await readFile(file, 'utf8')).includes(passphrase)).toBe(false);

  const second = await load();
  expect(second.state).toBe('locked');
  expect(() => second.cipher.open(sealed)).toThrow(/not been given/);
  await second.unlock(passphrase.normalize('NFD'));
  expect(second.cipher.open(sealed)).toBe('key');
});

it('stays locked for a wrong passphrase, and refuses a second choice', async () => {
  await (await load()).choose(passphrase);
  const lock = await load();
  const before = await readFile(file);
  await expect(lock.unlock('seven')).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' });
  await expect(lock.choose('another')).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' });
  expect(lock.state).toBe('locked');
  expect(await readFile(file)).toEqual(before);
  expect(changes).toBe(1);
});

it('notices a bit that was changed in what it sealed', async () => {
  const lock = await load();
  await lock.choose(passphrase);
  const sealed = lock.cipher.seal('key');
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
    expect(() => lock.cipher.open(changed)).toThrow();
  }
  expect(() => lock.cipher.open(Buffer.alloc(0))).toThrow();
});

it('lets another be chosen once it is forgotten, and keeps the old file', async () => {
  const first = await load();
  await first.choose(passphrase);
  const sealed = first.cipher.seal('key');
  const lock = await load();
  await lock.forget();
  expect(lock.state).toBe('passphrase-to-choose');
  await lock.choose('another one');
  expect(() => lock.cipher.open(sealed)).toThrow();
  expect((await readFile(`${file}.forgotten`)).length).toBeGreaterThan(0);
});
