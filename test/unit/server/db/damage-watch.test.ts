import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { accountsRepository } from '#server/accounts/accounts.repository.ts';
import type { Damage } from '#server/db/damage.ts';
import { DamageWatch } from '#server/db/damage-watch.ts';
import { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { temporaryFolder } from '../../../support/test-server.ts';

/** A database in which the page of its people has a changed byte. */
async function damagedDatabase() {
  const folder = temporaryFolder();
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const place = { file: join(folder, 'future-talk.db'), key: randomBytes(32) };
  const before = await Database.open(place);
  const anna = { username: 'anna', displayName: 'Anna', passwordHash: 'none', isAdmin: true };
  await before.repository(accountsRepository).add(anna);
  await before.close();
  const look = openDatabase(place);
  const page = look
    .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'user'")
    .pluck()
    .get() as number;
  look.close();
  const bytes = readFileSync(place.file);
  bytes.writeUInt8(bytes.readUInt8(page * 4_096 - 1_000) ^ 1, page * 4_096 - 1_000);
  writeFileSync(place.file, bytes);
  return { page, database: await Database.open(place) };
}

it('names what is damaged once, with its pages, also where it is met later', async () => {
  const { page, database } = await damagedDatabase();
  const told: Damage[] = [];
  const watch = await new Promise<DamageWatch>((resolve) => {
    const onDamage = (damage: Damage) => {
      told.push(damage);
      resolve(watching);
    };
    const watching = new DamageWatch({ database, logger: pino({ enabled: false }), onDamage });
    watching.start();
  });
  for (let time = 0; time < 2; time += 1) {
    const met = database.repository(accountsRepository).credentials('anna');
    await expect(met).rejects.toMatchObject({ code: 'DATABASE_DAMAGED' });
    // Asked after what the watch asks, and so answered after it.
    await database.damagedTables();
  }
  expect(told).toEqual([{ tables: ['user'], pages: [page] }]);
  expect(watch.found).toEqual(told[0]);
  await watch.stop();
  await database.close();
}, 120_000);

it('says so where the database cannot be looked through, and finds nothing then', async () => {
  const folder = temporaryFolder();
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, 'future-talk.db');
  const database = await Database.open({ file, key: randomBytes(32) });
  const said = new Promise<string>((resolve) => {
    const write = (line: Buffer, _: string, done: () => void) => {
      resolve(line.toString());
      done();
    };
    const logger = pino({}, new Writable({ write }));
    rmSync(file);
    const watch = new DamageWatch({ database, logger, onDamage: () => undefined });
    onTestFinished(() => watch.stop());
    watch.start();
  });
  expect(await said).toContain('the database could not be looked through');
  await database.close();
});
