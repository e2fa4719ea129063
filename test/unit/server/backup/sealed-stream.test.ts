import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readSealedStream, SealedStreamWriter } from '#server/backup/sealed-stream.ts';
import { chunkBytes, sealedChunkBytes } from '#server/blobs/sealed-chunk.ts';

const folder = mkdtempSync(join(tmpdir(), 'future-talk-test-'));
const header = Buffer.from('a header');
const key = randomBytes(32);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function sealed(plain: Uint8Array): Promise<Buffer> {
  const path = join(folder, randomBytes(8).toString('hex'));
  const writer = await SealedStreamWriter.create(path, header, key);
  await writer.append(plain.subarray(0, 10));
  await writer.append(plain.subarray(10));
  await writer.finish();
  await writer.close();
  return readFileSync(path);
}

async function opened(bytes: Uint8Array, behind = header): Promise<Buffer> {
  const path = join(folder, randomBytes(8).toString('hex'));
  writeFileSync(path, bytes);
  const file = await open(path, 'r');
  try {
    const pieces: Buffer[] = [];
    for await (const piece of readSealedStream(file, behind, key)) pieces.push(piece);
    return Buffer.concat(pieces);
  } finally {
    await file.close();
  }
}

it.each([0, 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes])(
  'gives back %i bytes',
  async (count) => {
    const plain = randomBytes(count);
    expect((await opened(await sealed(plain))).equals(plain)).toBe(true);
  },
);

it('is not taken for whole when it ends at a chunk', async () => {
  const bytes = await sealed(randomBytes(3 * chunkBytes));
  await expect(opened(bytes.subarray(0, -sealedChunkBytes))).rejects.toThrow(/cut short/);
  await expect(opened(bytes.subarray(0, header.length))).rejects.toThrow(/cut short/);
});

it('has each chunk in its place, behind its own header', async () => {
  const bytes = await sealed(randomBytes(3 * chunkBytes));
  const at = (index: number) => header.length + index * sealedChunkBytes;
  const swapped = Buffer.concat([
    header,
    bytes.subarray(at(1), at(2)),
    bytes.subarray(at(0), at(1)),
    bytes.subarray(at(2)),
  ]);
  await expect(opened(swapped)).rejects.toThrow(/damaged/);
  await expect(opened(bytes, Buffer.from('b header'))).rejects.toThrow(/damaged/);
});
