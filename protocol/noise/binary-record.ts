import { recordTypes } from '../sealed.ts';
import { NoiseError } from './noise-error.ts';
import { recordMaxBytes, recordsOfPieces } from './piece-records.ts';

/**
 * Bytes of a request or an answer travel behind its JSON in binary records: the request's id, 4
 * bytes big-endian, then at least one byte. Those of one request come in order; records of others
 * and JSON may stand between them.
 */
const idBytes = 4;

/** The record's type, and the id. */
const headBytes = 1 + idBytes;

/** Bytes that one binary record carries at most. */
export const binaryPieceMaxBytes = recordMaxBytes - headBytes;

export interface BinaryPiece {
  id: number;
  bytes: Uint8Array;
}

/** The binary records that carry the pieces, one behind the other; borrowed as those of `recordsOfPieces`. */
export function binaryRecords(id: number, pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  const head = new Uint8Array(headBytes);
  head[0] = recordTypes.binary;
  new DataView(head.buffer).setUint32(1, id);
  return recordsOfPieces(head, pieces);
}

/** @throws NoiseError `malformed record` where there is no id or nothing behind it */
export function readBinaryRecord(content: Uint8Array): BinaryPiece {
  if (content.length <= idBytes) throw new NoiseError('malformed record');
  const id = new DataView(content.buffer, content.byteOffset).getUint32(0);
  return { id, bytes: content.subarray(idBytes) };
}
