import { cpSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '#server/db/open-database.ts';
import { beforeUpgradeName } from '#server/db/upgrade-copy.ts';
import { databaseFileIn, storedKey } from '../support/database-file.ts';
import { copyForTest, listeningServer, refusedStart } from '../support/server-process.ts';
import { look, newest, olderFolder, oldest } from './support/older-folder.ts';
import { smallDisk } from './support/small-disk.ts';

const mebibyte = 1_048_576;
const diskBytes = 96 * mebibyte;

/** Somebody else takes all of the disk but this. */
function leaveFree(disk: string, bytes: number): void {
  const ballast = join(disk, 'ballast');
  rmSync(ballast, { force: true });
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - bytes));
}

/** Leaves nothing out of a database that its copy leaves out. @returns what each then takes, in bytes */
function compact(folder: string): number {
  const database = openDatabase({ file: databaseFileIn(folder), key: storedKey(folder) });
  database.exec('VACUUM');
  database.close();
  return statSync(databaseFileIn(folder)).size;
}

/** What a start that was refused said, of how much room it takes. */
async function refusal(folder: string): Promise<number> {
  const { code, stderr } = await refusedStart('--json', '--port', '0', '--data', folder);
  expect(code).toBe(1);
  const said =
    /no room to bring the database up to date.* it needs up to (\d+) MiB.* Nothing was changed/;
  expect(stderr).toMatch(said);
  return Number(said.exec(stderr)?.[1]) * mebibyte;
}

it('an upgrade on a full disk says what it needs and changes nothing, and goes through once there is as much', async () => {
  const { folder: disk } = smallDisk(diskBytes);
  const folder = join(disk, 'data');
  cpSync(olderFolder(30_000), folder, { recursive: true });
  const bytes = compact(folder);
  const before = look(copyForTest(folder));
  expect(before.version).toBe(oldest);
  const names = readdirSync(folder);
  let needed = 0;
  // Not enough for the copy; then enough for it, but not for the change.
  for (const free of [mebibyte, bytes + mebibyte / 16]) {
    leaveFree(disk, free);
    needed = await refusal(folder);
    const isOwn = (name: string) => !/-(wal|shm)$|\.lock$/.test(name);
    expect(readdirSync(folder).filter(isOwn)).toEqual(names.filter(isOwn));
    expect(look(copyForTest(folder))).toEqual(before);
  }
  leaveFree(disk, needed);
  const { process: server } = await listeningServer(folder);
  await server.stop();
  expect(look(copyForTest(folder))).toEqual({ ...before, version: newest });
  expect(look(copyForTest(folder), beforeUpgradeName)).toEqual(before);
});
