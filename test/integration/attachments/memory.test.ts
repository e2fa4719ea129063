import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { pipeline } from 'node:stream/promises';
import { expect, it } from 'vitest';
import { uploadMediaType } from '#protocol/attachments.ts';
import { newPeople } from '../../support/people.ts';
import type { TestPerson } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import { beginUpload, tus } from './support/files.ts';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;
/** What everything of one transfer may come to: buffers of sockets and disks, and garbage. */
const allowedGrowthBytes = 96 * mebibyte;

/** The most memory that the process has held at once so far. */
function peakBytes(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1]) * 1024;
}

/** Bytes without end to the eye, of which only one mebibyte is ever in memory. */
function* bytesOf(size: number): Generator<Buffer> {
  const piece = randomBytes(mebibyte);
  piece[0] = 0;
  for (let sent = 0; sent < size; sent += mebibyte) {
    piece.writeUInt32LE(sent / mebibyte, 4);
    yield Buffer.from(piece);
  }
}

/** Sends a file and fetches it again; answers whether the same came back. */
async function thereAndBack(url: string, person: TestPerson, size: number): Promise<boolean> {
  const id = await beginUpload(url, person, size);
  const authorization = `Bearer ${person.token}`;
  const sent = createHash('sha256');
  const headers = {
    ...tus,
    authorization,
    'upload-offset': '0',
    'content-type': uploadMediaType,
    'content-length': size,
  };
  const path = `${url}/api/v1/attachments`;
  const upload = http.request(`${path}/uploads/${id}`, { method: 'PATCH', headers });
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    upload.once('response', resolve).once('error', reject);
  });
  await pipeline(function* () {
    for (const piece of bytesOf(size)) {
      sent.update(piece);
      yield piece;
    }
  }, upload);
  const { statusCode } = (await answered).resume();
  expect(statusCode).toBe(204);
  const received = createHash('sha256');
  await new Promise<void>((resolve, reject) => {
    http
      .get(`${path}/${id}`, { headers: { authorization } }, (answer) => {
        pipeline(answer, received).then(resolve, reject);
      })
      .once('error', reject);
  });
  await person.delete(`/attachments/${id}`);
  return sent.digest('hex') === received.digest('hex');
}

it('takes and gives a file of 1 GiB in the memory that a small one needs', async () => {
  const { process: server, url } = await listeningServer(folderForTest());
  const [alice] = await newPeople(url, 'alice');
  expect(await thereAndBack(url, alice, 16 * mebibyte)).toBe(true);
  const before = peakBytes(server.pid);
  expect(await thereAndBack(url, alice, gibibyte)).toBe(true);
  const growth = peakBytes(server.pid) - before;
  expect(growth).toBeLessThan(allowedGrowthBytes);
}, 300_000);
