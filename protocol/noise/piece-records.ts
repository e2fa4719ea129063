import { recordTypes } from '../sealed.ts';
import { messageMaxBytes, tagBytes } from './noise-primitives.ts';

/** Bytes of one record at most. */
export const recordMaxBytes = messageMaxBytes - tagBytes;

export function lengthOfPieces(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((bytes, piece) => bytes + piece.length, 0);
}

/**
 * Records that carry the pieces, one behind the other, each with the same head before them; none for no bytes. Each
 * is borrowed until the next is asked for: memory of its own for every one would cost as much as half the sealing.
 */
export function* recordsOfPieces(
  head: Uint8Array,
  pieces: readonly Uint8Array[],
): Generator<Uint8Array> {
  let missing = lengthOfPieces(pieces);
  const bytesIn = (room: number) => Math.min(missing, room - head.length);
  let record = new Uint8Array(head.length + bytesIn(recordMaxBytes));
  record.set(head);
  let filled = head.length;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + record.length - filled);
      record.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < record.length) continue;
      missing -= filled - head.length;
      yield record;
      record = record.subarray(0, head.length + bytesIn(record.length));
      filled = head.length;
    }
  }
}

/** The records that carry a JSON text which is there in pieces, in UTF-8; borrowed like those. */
export function* jsonRecords(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  let missing = lengthOfPieces(pieces);
  for (const record of recordsOfPieces(Uint8Array.of(recordTypes.jsonFragment), pieces)) {
    missing -= record.length - 1;
    if (missing === 0) record[0] = recordTypes.json;
    yield record;
  }
}
