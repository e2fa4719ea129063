import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { obtainDeviceKey } from '../../../src/main/secrets/device-key.ts';
import { SecretStore } from '../../../src/main/secrets/secret-store.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

/** Seals by turning bits over; enough to see that nothing is stored as it is. */
const cipher = {
  seal: (text: string) => Buffer.from(text).map((byte) => byte ^ 0xff) as Buffer,
  open: (sealed: Buffer) => Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString(),
};

it('is made once, is kept sealed, and is the same at the next start', async () => {
  const folder = await makeTemporaryFolder();
  const log = new RememberingLog();
  const key = await obtainDeviceKey(new SecretStore(folder, cipher), log);
  expect(key.publicKey).toHaveLength(32);
  expect(await obtainDeviceKey(new SecretStore(folder, cipher), log)).toEqual(key);
  expect(await readdir(folder)).toEqual(['device-key.sealed']);
  expect(log.lines).toEqual([]);
  const other = await obtainDeviceKey(new SecretStore(await makeTemporaryFolder(), cipher), log);
  expect(other).not.toEqual(key);
});

it('that cannot be opened is set aside for a new one', async () => {
  const folder = await makeTemporaryFolder();
  await writeFile(path.join(folder, 'device-key.sealed'), 'not sealed');
  const log = new RememberingLog();
  const key = await obtainDeviceKey(new SecretStore(folder, cipher), log);
  expect(key.secretKey).toHaveLength(32);
  expect((await readdir(folder)).toSorted()).toEqual([
    'device-key.sealed',
    'device-key.sealed.unreadable',
  ]);
  expect(log.lines).toHaveLength(1);
});
