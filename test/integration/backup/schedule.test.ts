import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { BackupStatus } from '#protocol/backups.ts';
import { backupPassphrase, restored } from '../../support/backup.ts';
import { expectError, expectInvalid } from '../../support/error-answer.ts';
import { eventually } from '../../support/eventually.ts';
import { personAt as atAddress, signUp } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import { filesIn } from '../../support/stored-bytes.ts';

const path = '/admin/backups';

/** Waits until no backup is being made any more. */
async function settled(admin: TestPerson): Promise<BackupStatus> {
  let status: BackupStatus | undefined;
  await eventually(async () => {
    status = (await admin.get<BackupStatus>(path)).body;
    expect(status.is_running).toBe(false);
  });
  if (status === undefined) throw new Error('no status came');
  return status;
}

async function backUpNow(admin: TestPerson): Promise<BackupStatus> {
  expect((await admin.post<BackupStatus>(path)).body.is_running).toBe(true);
  return settled(admin);
}

it('makes backups at a request, keeps as many as it is told, and says how it went', async () => {
  const data = folderForTest();
  const server = await listeningServer(data);
  const admin = await signUp(server.url, 'admin');
  expect(await backUpNow(admin)).toMatchObject({
    last: null,
    problem: { reason: 'no_secret' },
    every_hours: null,
    next_at: null,
  });

  const folder = folderForTest();
  writeFileSync(join(folder, 'future-talk-2020.ftbackup'), 'of somebody else');
  const change = { folder, keep: 2, passphrase: backupPassphrase };
  const { body } = await admin.patch<BackupStatus>(path, change);
  expect(body).toMatchObject({
    folder,
    keep: 2,
    has_passphrase: true,
    problem: { reason: 'no_secret' },
  });
  const made: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    const { last, problem } = await backUpNow(admin);
    expect(problem).toBeNull();
    made.push(last?.file.slice(folder.length + 1) ?? '');
  }
  expect(filesIn(folder)).toEqual(['future-talk-2020.ftbackup', ...made.slice(1)]);

  rmSync(folder, { recursive: true });
  expect((await backUpNow(admin)).problem?.reason).toBe('not_writable');
  expect(existsSync(folder)).toBe(false);
  mkdirSync(folder);
  const { last, problem } = await backUpNow(admin);
  expect(problem).toBeNull();
  const again = await listeningServer(await restored(last?.file ?? ''));
  expect((await fetch(`${again.url}/api/v1/server`)).status).toBe(200);
}, 60_000);

it('makes the first one at once when it is to make them by itself, and no other before its time', async () => {
  const data = folderForTest();
  const server = await listeningServer(data);
  const admin = await signUp(server.url, 'admin');
  await admin.patch(path, { every_hours: 24, passphrase: backupPassphrase });
  await server.process.stop();
  const again = await listeningServer(data);
  const { body } = await (async () => {
    await eventually(async () => {
      const { body: status } = await atAddress(again.url, admin).get<BackupStatus>(path);
      expect(status.last).not.toBeNull();
    });
    return atAddress(again.url, admin).get<BackupStatus>(path);
  })();
  const { last, next_at } = body;
  expect(Date.parse(next_at ?? '') - Date.parse(last?.at ?? '')).toBe(86_400_000);
  expect(last?.file.startsWith(join(data, 'backups'))).toBe(true);
  await again.process.stop();
  const third = await listeningServer(data);
  expect((await settled(atAddress(third.url, admin))).last).toEqual(last);
}, 60_000);

it('refuses folders that are not there, and settings without sense', async () => {
  const server = await listeningServer(folderForTest());
  const admin = await signUp(server.url, 'admin');
  for (const folder of ['relative', '/nowhere/at/all', 'a\0b', import.meta.filename]) {
    expectInvalid(await admin.patch(path, { folder }), 'body.folder');
  }
  expectInvalid(await admin.patch(path, { every_hours: 0 }), 'body.every_hours');
  expectInvalid(await admin.patch(path, { keep: 0 }), 'body.keep');
  expectInvalid(await admin.patch(path, { passphrase: 'short' }), 'body.passphrase');
  const guest = await signUp(server.url, 'guest');
  expectError(await guest.patch(path, { keep: 1 }), 403, 'FORBIDDEN');
});
