import { randomBytes } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { accountsRepository } from '#server/accounts/accounts.repository.ts';
import { Database } from '#server/db/database.ts';
import { moveLog } from '#server/db/move-log.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { temporaryFolder } from '../../../support/test-server.ts';

const key = randomBytes(32);
let folder: string;
let file: string;
let database: Database;

beforeEach(async () => {
  folder = temporaryFolder();
  file = join(folder, 'future-talk.db');
  database = await Database.open({ file, key });
});

afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;
async function addSomebody(): Promise<void> {
  count += 1;
  const username = `person-${String(count)}`;
  const account = { username, displayName: username, passwordHash: 'none', isAdmin: false };
  await database.repository(accountsRepository).add(account);
}

it('is moved into the file while more is written, and begins anew once it is long', async () => {
  const other = openDatabase({ file, key });
  const look = () => moveLog(other, 'NOOP');
  await database.checkpoint();
  const sizeBefore = statSync(file).size;
  // As a backup does: nothing moves while it reads, so that the log becomes long.
  const reader = openDatabase({ file, key, readonly: true });
  reader.exec('BEGIN; SELECT count(*) FROM user');
  while (look().frames < 8_000) await Promise.all(Array.from({ length: 100 }, addSomebody));
  expect(look().behind).toBeGreaterThan(7_000);
  reader.close();

  const longest = look().frames;
  while (look().frames >= longest) await addSomebody();
  expect(look().frames).toBeLessThan(1_000);
  expect(statSync(file).size).toBeGreaterThan(sizeBefore);
  expect(other.prepare('SELECT count(*) FROM user').pluck().get()).toBe(count);
  other.close();
}, 60_000);
