import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ReleaseFile } from '#protocol/releases.ts';
import { ReleaseRefused } from './release-signature.ts';

type FetchPiece = (name: string, first: number) => Promise<Uint8Array>;

/**
 * Fetches a file of a release into a folder of its own, where it goes on after an interruption; answers its path
 * once every byte is what the manifest says. Other files in the folder are removed.
 * @throws ReleaseRefused, with the file removed, when it is another one; whatever `fetchPiece` throws.
 */
export async function fetchReleaseFile(
  file: ReleaseFile,
  folder: string,
  fetchPiece: FetchPiece,
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Named by what it must hold: an older release's remainder is not gone on with.
  const whole = path.join(folder, `${file.sha512.slice(0, 16)}-${file.name}`);
  const part = `${whole}.part`;
  await removeOthers(folder, [whole, part]);
  if ((await sizeOf(whole)) !== file.bytes) {
    await fetchRest(file, part, fetchPiece);
    await rename(part, whole);
  }
  if ((await sha512Of(whole)) === file.sha512) return whole;
  await rm(whole, { force: true });
  throw new ReleaseRefused(`${file.name} is not the file that was signed`);
}

async function fetchRest(file: ReleaseFile, part: string, fetchPiece: FetchPiece): Promise<void> {
  const handle = await open(part, 'a');
  try {
    let { size } = await handle.stat();
    // More than there can be: not what an interruption leaves.
    if (size > file.bytes) {
      await handle.truncate(0);
      size = 0;
    }
    while (size < file.bytes) {
      const piece = await fetchPiece(file.name, size);
      if (piece.length === 0 || size + piece.length > file.bytes) {
        throw new ReleaseRefused(`${file.name} has another length than the one that was signed`);
      }
      await handle.writeFile(piece);
      size += piece.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function removeOthers(folder: string, kept: readonly string[]): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (!kept.includes(file)) await rm(file, { recursive: true, force: true });
  }
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
