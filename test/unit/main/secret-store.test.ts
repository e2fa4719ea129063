import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { obtainDatabaseKey } from '../../../src/main/secrets/database-key.ts';
import { SecretStore } from '../../../src/main/secrets/secret-store.ts';
import type { Cipher } from '../../../src/main/secrets/secret-store.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

/** Seals under a number: another number does not open it. */
function keychain(key: number): Cipher {
  return {
    seal: (text) => Buffer.from([key, ...Buffer.from(text).map((byte) => byte ^ key)]),
    open: (sealed) => {
      if (sealed[0] !== key) throw new Error('sealed under another key');
      return Buffer.from(sealed.subarray(1).map((byte) => byte ^ key)).toString('utf8');
    },
  };
}

const value = z.object({ token: z.string() });
let folder: string;

beforeEach(async () => {
  folder = path.join(await makeTemporaryFolder(), 'secrets');
});

describe('the secret store', () => {
  it('gives back what it was given, also after a restart', async () => {
    await new SecretStore(folder, keychain(7)).write('session', { token: 'abc' });
    const reading = await new SecretStore(folder, keychain(7)).read('session', value);
    expect(reading).toEqual({ status: 'present', value: { token: 'abc' } });
  });

  it('writes sealed files that only their owner may read, and no others', async () => {
    const store = new SecretStore(folder, keychain(7));
    await Promise.all(['one', 'two', 'three'].map((token) => store.write('session', { token })));
    expect(await readdir(folder)).toEqual(['session.sealed']);
    const file = path.join(folder, 'session.sealed');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file)).includes('three')).toBe(false);
    expect(await store.read('session', value)).toMatchObject({ value: { token: 'three' } });
  });

  it('tells absent from unreadable', async () => {
    const store = new SecretStore(folder, keychain(7));
    expect(await store.read('session', value)).toEqual({ status: 'absent' });
    await store.write('session', { token: 'abc' });
    const stranger = new SecretStore(folder, keychain(8));
    expect((await stranger.read('session', value)).status).toBe('unreadable');
    await store.write('session', { other: 'shape' });
    expect((await store.read('session', value)).status).toBe('unreadable');
  });

  it('goes on after a write that failed', async () => {
    let locked = true;
    const store = new SecretStore(folder, {
      ...keychain(7),
      seal: (text) => {
        if (locked) throw new Error('locked');
        return keychain(7).seal(text);
      },
    });
    await expect(store.write('session', { token: 'a' })).rejects.toThrow('locked');
    locked = false;
    await store.write('session', { token: 'b' });
    expect(await store.read('session', value)).toMatchObject({ value: { token: 'b' } });
  });
});

describe('the database key', () => {
  const nothingThere = () => false;

  it('is made once: 32 bytes in hexadecimal', async () => {
    const secrets = new SecretStore(folder, keychain(7));
    const key = await obtainDatabaseKey({ secrets, databaseExists: nothingThere });
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await obtainDatabaseKey({ secrets, databaseExists: () => true })).toBe(key);
  });

  it('is never made anew while one is there that cannot be opened', async () => {
    const options = { databaseExists: nothingThere };
    await obtainDatabaseKey({ ...options, secrets: new SecretStore(folder, keychain(7)) });
    const file = path.join(folder, 'database-key.sealed');
    const before = await readFile(file);
    const secrets = new SecretStore(folder, keychain(8));
    await expect(obtainDatabaseKey({ ...options, secrets })).rejects.toThrow(/cannot open the key/);
    expect(await readFile(file)).toEqual(before);
  });

  it('is never made anew from a damaged file', async () => {
    const secrets = new SecretStore(folder, keychain(7));
    await obtainDatabaseKey({ secrets, databaseExists: nothingThere });
    await writeFile(path.join(folder, 'database-key.sealed'), '');
    await expect(obtainDatabaseKey({ secrets, databaseExists: nothingThere })).rejects.toThrow();
  });

  it('is never made anew for a database that needs another', async () => {
    const secrets = new SecretStore(folder, keychain(7));
    const lost = obtainDatabaseKey({ secrets, databaseExists: () => true });
    await expect(lost).rejects.toMatchObject({ code: 'DATABASE_KEY_LOST' });
    expect(await secrets.read('database-key', z.unknown())).toEqual({ status: 'absent' });
  });
});
