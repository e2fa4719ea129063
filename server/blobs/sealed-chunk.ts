import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Plain bytes of every chunk but the last. */
export const chunkBytes = 65_536;

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
/** What a sealed chunk is longer by. */
const overheadBytes = nonceBytes + tagBytes;
export const sealedChunkBytes = chunkBytes + overheadBytes;

/**
 * Where a chunk stands. It is authenticated with the chunk, so that none can be moved to another
 * place or another file, and a file cannot be cut short at a chunk's end.
 */
export interface ChunkPlace {
  file: string;
  index: number;
  /**
   * `tail` is a chunk of an unfinished file that is not full yet: it stands in the database, and
   * nothing takes it for a part of the file.
   */
  kind: 'middle' | 'last' | 'tail';
}

export function sealChunk(key: Uint8Array, place: ChunkPlace, plain: Uint8Array): Buffer {
  return Buffer.concat(sealedParts(key, place, plain));
}

/**
 * The same in parts that belong one behind the other. A new nonce at random each time: what is sealed again
 * after a crash never repeats one.
 */
export function sealedParts(key: Uint8Array, place: ChunkPlace, plain: Uint8Array): Buffer[] {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, key, nonce).setAAD(describe(place));
  const sealed = sealing.update(plain);
  sealing.final();
  return [nonce, sealed, sealing.getAuthTag()];
}

/** @throws when the chunk is not the one that was sealed for this place under this key */
export function openChunk(key: Uint8Array, place: ChunkPlace, sealed: Uint8Array): Buffer {
  const opening = createDecipheriv(cipher, key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  opening.setAAD(describe(place)).setAuthTag(sealed.subarray(-tagBytes));
  const plain = opening.update(sealed.subarray(nonceBytes, -tagBytes));
  opening.final();
  return plain;
}

/** How many chunks a file of so many bytes has; an empty one has one that is empty. */
export function chunkCount(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / chunkBytes));
}

function describe({ file, index, kind }: ChunkPlace): Buffer {
  return Buffer.from(`${file} ${String(index)} ${kind}`);
}
