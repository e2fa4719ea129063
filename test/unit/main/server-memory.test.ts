import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Cursor } from '#protocol/identifiers.ts';
import { SecretStore } from '../../../src/main/secrets/secret-store.ts';
import { ServerMemory } from '../../../src/main/session/server-memory.ts';
import { adaAccount } from './support/fake-client.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

const tokens = {
  access_token: 'access',
  refresh_token: 'refresh',
  access_expires_at: 5,
  account: adaAccount,
};
let folder: string;

function memoryOf(server: Partial<{ url: string; hostedHere: boolean; identity: string }> = {}) {
  const cipher = {
    seal: (text: string) => Buffer.from(text).reverse(),
    open: (sealed: Buffer) => Buffer.from(sealed).reverse().toString('utf8'),
  };
  return new ServerMemory({
    server: { url: 'http://office:8000', hostedHere: false, identity: 'key', ...server },
    secrets: new SecretStore(path.join(folder, 'secrets'), cipher),
    folder: path.join(folder, 'servers'),
    log: new RememberingLog(),
  });
}

beforeEach(async () => {
  folder = await makeTemporaryFolder();
});

describe('what is remembered of a server', () => {
  it('is there at the next start', async () => {
    const memory = memoryOf();
    await memory.saveTokens(tokens);
    await memory.saveCursor('41' as Cursor);
    await memory.saveCursor('42' as Cursor);
    await memory.flush();
    expect(await memoryOf().loadTokens()).toEqual(tokens);
    expect(await memoryOf().loadCursor()).toBe('42');
    await memory.saveTokens(null);
    expect(await memoryOf().loadTokens()).toBeNull();
  });

  it('is not given to another server at the same address', async () => {
    const memory = memoryOf();
    await memory.saveTokens(tokens);
    await memory.saveCursor('42' as Cursor);
    await memory.flush();
    const impostor = memoryOf({ identity: 'another key' });
    expect(await impostor.loadTokens()).toBeNull();
    expect(await impostor.loadCursor()).toBeNull();
  });

  it('is kept apart by address, but for the server hosted here', async () => {
    await memoryOf().saveTokens(tokens);
    expect(await memoryOf({ url: 'http://other:8000' }).loadTokens()).toBeNull();
    await memoryOf({ hostedHere: true, url: 'http://127.0.0.1:8000' }).saveTokens(tokens);
    const moved = memoryOf({ hostedHere: true, url: 'http://127.0.0.1:8001' });
    expect(await moved.loadTokens()).toEqual(tokens);
  });

  it('is set aside, not lost, when it cannot be opened', async () => {
    await memoryOf().saveTokens(tokens);
    const secrets = path.join(folder, 'secrets');
    const [name = ''] = await readdir(secrets);
    await writeFile(path.join(secrets, name), 'sealed under another key');
    expect(await memoryOf().loadTokens()).toBeNull();
    expect(await readFile(path.join(secrets, `${name}.unreadable`), 'utf8')).toBe(
      'sealed under another key',
    );
  });
});
