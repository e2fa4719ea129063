import { randomBytes } from 'node:crypto';

/** A file is sent, asked for and checked in so many bytes, each with its number at its beginning. */
export const markEveryBytes = 1_048_576;

const content = randomBytes(markEveryBytes);

/** Borrowed until the next call. */
export function markedBytes(number: number): Buffer {
  content.writeUInt32BE(number, 0);
  return content;
}

/** @throws where what begins here is not what was sent with this number */
export function checkMark(bytes: Uint8Array, number: number): void {
  const found = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32BE(0);
  if (found !== number) throw new Error(`part ${String(number)} is not what was sent`);
}
