import { NoiseError } from './noise-error.ts';
import { messageMaxBytes, tagBytes } from './noise-primitives.ts';

/**
 * Bytes of a request or an answer travel behind its JSON in binary records: the request's id, 4
 * bytes big-endian, then at least one byte. Those of one request come in order; records of others
 * and JSON may stand between them.
 */
const idBytes = 4;

/** Bytes that one binary record carries at most. */
export const binaryPieceMaxBytes = messageMaxBytes - tagBytes - 1 - idBytes;

export interface BinaryPiece {
  id: number;
  bytes: Uint8Array;
}

/** The contents of the binary records that carry `bytes`; none for no bytes. */
export function* binaryRecords(id: number, bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += binaryPieceMaxBytes) {
    const piece = bytes.subarray(start, start + binaryPieceMaxBytes);
    const content = new Uint8Array(idBytes + piece.length);
    new DataView(content.buffer).setUint32(0, id);
    content.set(piece, idBytes);
    yield content;
  }
}

/** @throws NoiseError `malformed record` where there is no id or nothing behind it */
export function readBinaryRecord(content: Uint8Array): BinaryPiece {
  if (content.length <= idBytes) throw new NoiseError('malformed record');
  const id = new DataView(content.buffer, content.byteOffset).getUint32(0);
  return { id, bytes: content.subarray(idBytes) };
}
