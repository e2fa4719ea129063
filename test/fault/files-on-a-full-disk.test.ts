import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { newPeople } from '../support/people.ts';
import { startServer, temporaryFolder } from '../support/test-server.ts';
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

const diskBytes = 200_000_000;

/** A disk of its own, so small that it can be filled; the server leaves 64 MiB of it alone. */
function smallDisk(): string {
  const folder = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(diskBytes)}`, 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

it('a full disk refuses files and loses nothing; with room again the upload goes on', async () => {
  const dataFolder = smallDisk();
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
  const ballast = join(dataFolder, 'ballast');
  const fill = () => {
    execFileSync('sh', ['-c', `head -c ${String(diskBytes)} /dev/zero > ${ballast} || true`], {
      stdio: 'ignore',
    });
  };
  fill();
  const full = await sendBytes(server.url, alice, id, 1_000_000, bytes.subarray(1_000_000));
  expect([503, 507]).toContain(full.status);
  writeFileSync(ballast, '');

  const offset = await offsetOf(server.url, alice, id);
  expect(offset).toBeGreaterThanOrEqual(1_000_000);
  const rest = await sendBytes(server.url, alice, id, offset, bytes.subarray(offset));
  expect(rest.status).toBe(204);
  const { body } = await alice.get<{ download_url: string }>(`/attachments/${id}/info`);
  expect(hashOf(await fetchBytes(server.url, body.download_url))).toBe(hashOf(bytes));
  await upload(server.url, alice, someBytes(1_000));
});
