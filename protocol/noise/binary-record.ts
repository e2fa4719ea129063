import { recordTypes } from '../sealed.ts';
import { NoiseError } from './noise-error.ts';
import { messageMaxBytes, tagBytes } from './noise-primitives.ts';

/**
 * Bytes of a request or an answer travel behind its JSON in binary records: the request's id, 4
 * bytes big-endian, then at least one byte. Those of one request come in order; records of others
 * and JSON may stand between them.
 */
const idBytes = 4;

/** The record's type, and the id. */
const headBytes = 1 + idBytes;

/** Bytes that one binary record carries at most. */
export const binaryPieceMaxBytes = messageMaxBytes - tagBytes - headBytes;

export interface BinaryPiece {
  id: number;
  bytes: Uint8Array;
}

/**
 * The binary records that carry the pieces, one behind the other; none for no bytes. Each is borrowed until the
 * next is asked for: memory of its own for every one would cost as much as half the sealing.
 */
export function* binaryRecords(id: number, pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  let missing = pieces.reduce((bytes, piece) => bytes + piece.length, 0);
  let record = emptyRecord(id, missing);
  let filled = headBytes;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + record.length - filled);
      record.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < record.length) continue;
      missing -= filled - headBytes;
      yield record;
      record = record.subarray(0, headBytes + Math.min(missing, binaryPieceMaxBytes));
      filled = headBytes;
    }
  }
}

/** With room for what is missing, or for as much of it as one carries. */
function emptyRecord(id: number, missing: number): Uint8Array {
  const record = new Uint8Array(headBytes + Math.min(missing, binaryPieceMaxBytes));
  record[0] = recordTypes.binary;
  new DataView(record.buffer).setUint32(1, id);
  return record;
}

/** @throws NoiseError `malformed record` where there is no id or nothing behind it */
export function readBinaryRecord(content: Uint8Array): BinaryPiece {
  if (content.length <= idBytes) throw new NoiseError('malformed record');
  const id = new DataView(content.buffer, content.byteOffset).getUint32(0);
  return { id, bytes: content.subarray(idBytes) };
}
