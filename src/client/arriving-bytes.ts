import { readBinaryRecord } from '#protocol/noise/binary-record.ts';
import { NoiseError } from '#protocol/noise/noise-error.ts';

interface Arriving {
  bytes: Uint8Array;
  received: number;
  complete: (bytes: Uint8Array) => void;
}

/** The bytes that were announced, put together from their records. */
export class ArrivingBytes {
  readonly #arriving = new Map<number, Arriving>();

  /** `complete` is called with all of them; at once when there are none. */
  expect(id: number, length: number, complete: (bytes: Uint8Array) => void): void {
    const bytes = new Uint8Array(length);
    if (length === 0) complete(bytes);
    else this.#arriving.set(id, { bytes, received: 0, complete });
  }

  /** @throws NoiseError for bytes that nobody announced */
  add(record: Uint8Array): void {
    const { id, bytes: piece } = readBinaryRecord(record);
    const arriving = this.#arriving.get(id);
    if (arriving === undefined || arriving.received + piece.length > arriving.bytes.length) {
      throw new NoiseError('malformed record');
    }
    arriving.bytes.set(piece, arriving.received);
    arriving.received += piece.length;
    if (arriving.received < arriving.bytes.length) return;
    this.#arriving.delete(id);
    arriving.complete(arriving.bytes);
  }
}
