import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { copyUnderNewKey } from '#server/db/rekey-copy.ts';
import { beforeUpgradeName, keepCopy } from '#server/db/upgrade-copy.ts';
import { newPeople } from '../support/people.ts';
import { startServer } from '../support/test-server.ts';
import {
  beginUpload,
  fetchBytes,
  hashOf,
  offsetOf,
  request,
  sendBytes,
  someBytes,
  tus,
  upload,
} from '../integration/attachments/support/files.ts';
import { smallDisk } from './support/small-disk.ts';

it('a full disk refuses files and loses nothing; with room again the upload goes on', async () => {
  // The server leaves 64 MiB of it alone.
  const { folder: dataFolder, fill, empty } = smallDisk(200_000_000);
  const server = await startServer({ dataFolder });
  onTestFinished(() => server.close());
  const [alice] = await newPeople(server.url, 'alice');
  const headers = { ...tus, 'upload-length': '170000000' };
  const refused = await request(server.url, alice, 'POST', '/uploads', { headers });
  expect(refused.status).toBe(507);
  expect(await refused.json()).toMatchObject({ error_code: 'STORAGE_FULL' });

  const bytes = someBytes(60_000_000);
  const id = await beginUpload(server.url, alice, bytes.length);
  await sendBytes(server.url, alice, id, 0, bytes.subarray(0, 1_000_000));
  // Somebody else takes the room that was there when the upload began.
  fill();
  const full = await sendBytes(server.url, alice, id, 1_000_000, bytes.subarray(1_000_000));
  expect([503, 507]).toContain(full.status);
  empty();

  const offset = await offsetOf(server.url, alice, id);
  expect(offset).toBeGreaterThanOrEqual(1_000_000);
  const rest = await sendBytes(server.url, alice, id, offset, bytes.subarray(offset));
  expect(rest.status).toBe(204);
  const { body } = await alice.get<{ download_url: string }>(`/attachments/${id}/info`);
  expect(hashOf(await fetchBytes(server.url, body.download_url))).toBe(hashOf(bytes));
  await upload(server.url, alice, someBytes(1_000));
});

it('on a full disk a database is neither copied for an upgrade nor given a new key, and is as before', () => {
  const { folder, fill, empty } = smallDisk(8_000_000);
  const [file, key] = [join(folder, 'future-talk.db'), randomBytes(32)];
  const database = openDatabase({ file, key });
  migrate(database);
  database.pragma('wal_autocheckpoint=0');
  // In the log only: there will be no room for it in the file.
  database.exec('CREATE TABLE filling AS SELECT randomblob(1000000) AS bytes');
  fill();
  const upgrade = () => {
    keepCopy(database, file);
  };
  expect(upgrade).toThrow('The disk has no room to bring the database up to date');
  expect(existsSync(join(folder, `${beforeUpgradeName}.new`))).toBe(false);
  database.close();
  const change = { file, copy: join(folder, 'copy.db'), oldKey: key, newKey: randomBytes(32) };
  expect(() => {
    copyUnderNewKey(change);
  }).toThrow(/full/);
  empty();
  copyUnderNewKey(change);
  const copy = openDatabase({ file: change.copy, key: change.newKey });
  expect(copy.prepare('SELECT length(bytes) FROM filling').pluck().get()).toBe(1_000_000);
  copy.close();
});
