import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { accountsRepository } from '#server/accounts/accounts.repository.ts';
import type { NewAccount } from '#server/accounts/accounts.repository.ts';
import { Database } from '#server/db/database.ts';
import { temporaryFolder } from '../../support/test-server.ts';

// Tests reach a server from its own computer only: what others meet is asked of the accounts.
async function emptyServer() {
  const folder = temporaryFolder();
  const database = await Database.open({
    file: join(folder, 'first-account.db'),
    key: randomBytes(32),
  });
  onTestFinished(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return database.repository(accountsRepository);
}

const account = (changes: Partial<NewAccount>): NewAccount => ({
  username: 'first',
  displayName: 'First',
  passwordHash: 'unused',
  registration: 'invite',
  inviteCode: null,
  isLoopback: false,
  ...changes,
});

it('does not let a stranger on the network found a server by being first', async () => {
  const accounts = await emptyServer();
  await expect(accounts.register(account({}))).rejects.toMatchObject({ code: 'INVITE_REQUIRED' });
  await expect(accounts.register(account({ registration: 'closed' }))).rejects.toMatchObject({
    code: 'REGISTRATION_CLOSED',
  });
  expect(await accounts.isEmpty()).toBe(true);
});

it('lets the first account in from this computer alone, and then asks everybody', async () => {
  const accounts = await emptyServer();
  const founder = await accounts.register(account({ isLoopback: true }));
  expect(founder.is_admin).toBe(1);
  const second = account({ username: 'second', isLoopback: true });
  await expect(accounts.register(second)).rejects.toMatchObject({ code: 'INVITE_REQUIRED' });
});
