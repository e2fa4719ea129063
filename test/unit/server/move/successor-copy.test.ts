import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { limits } from '#protocol/limits.ts';
import type { OldHost } from '#server/move/successor-client.ts';
import { SuccessorCopy } from '#server/move/successor-copy.ts';
import { folderForTest } from '../../../support/server-process.ts';

const piece = limits.movePieceBytes;
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');

/** The computer that has the server, with a database and files; what it cannot give, it refuses. */
function hostWith(database: Buffer, files: Record<string, Buffer>, listed = Object.keys(files)) {
  const pieces: Buffer[] = [];
  for (let at = 0; at < database.length; at += piece)
    pieces.push(database.subarray(at, at + piece));
  const sizeOf = (name: string) => files[name]?.length ?? 9;
  const asked: number[] = [];
  const host = {
    content: () =>
      Promise.resolve({
        ...{ database_bytes: database.length, pieces: pieces.map(hashOf), version: 7 },
        files: listed.map((name) => ({ name, bytes: sizeOf(name) })),
      }),
    databasePiece: (first: number) => {
      asked.push(first / piece);
      return Promise.resolve(database.subarray(first, first + piece));
    },
    filePiece: (name: string, first: number) => {
      const bytes = files[name];
      if (bytes === undefined) return Promise.reject(new AppError('NOT_FOUND'));
      return Promise.resolve(bytes.subarray(first, first + piece));
    },
  };
  return { host: host as unknown as OldHost, asked };
}

it('fetches what is new alone, in any number of pieces, and lets go what is not listed', async () => {
  const into = folderForTest();
  const file = join(into, 'future-talk.db');
  const database = randomBytes(2 * piece + 100);
  const copy = await SuccessorCopy.open(into, file);
  const long = randomBytes(piece + 1);
  const done: number[] = [];
  const first = hostWith(database, { long, short: randomBytes(5) });
  const { bytes, version } = await copy.update(first.host, false, (part) => done.push(part));
  expect({ bytes, version }).toEqual({ bytes: database.length + long.length + 5, version: 7 });
  expect(readFileSync(file).equals(database)).toBe(true);
  expect(readFileSync(join(into, 'attachments', 'long')).equals(long)).toBe(true);
  expect(done.every((part, index) => part <= 1 && part >= (done[index - 1] ?? 0))).toBe(true);

  // Taken up anew, as after a restart.
  const again = await SuccessorCopy.open(into, file);
  database.writeUInt8(database.readUInt8(piece) ^ 1, piece);
  const second = hostWith(database, { long });
  await again.update(second.host, false);
  expect(second.asked).toEqual([1]);
  expect(readFileSync(file).equals(database)).toBe(true);
  expect(readdirSync(join(into, 'attachments'))).toEqual(['long']);
});

it('goes on without a file that is erased while it follows, and not with the last of it', async () => {
  const into = folderForTest();
  const copy = await SuccessorCopy.open(into, join(into, 'future-talk.db'));
  const { host } = hostWith(randomBytes(10), {}, ['erased']);
  await copy.update(host, false);
  expect(readdirSync(join(into, 'attachments'))).toEqual([]);
  await expect(copy.update(host, true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('keeps the copy that it has where a piece is not what was listed', async () => {
  const into = folderForTest();
  const file = join(into, 'future-talk.db');
  const copy = await SuccessorCopy.open(into, file);
  const database = randomBytes(10);
  await copy.update(hostWith(database, {}).host, false);
  const { host } = hostWith(randomBytes(10), {});
  host.databasePiece = () => Promise.resolve(randomBytes(10));
  await expect(copy.update(host, false)).rejects.toThrow(/came damaged from the other computer/);
  expect(readFileSync(file).equals(database)).toBe(true);
});
