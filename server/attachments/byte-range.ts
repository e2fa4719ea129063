import { AppError } from '#protocol/errors.ts';

/** Bytes from `start` up to before `end`. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * The part that a Range header asks for (RFC 9110, 14): null for none, and for what is no single
 * range of bytes, which is to be passed over.
 * @throws AppError RANGE_NOT_SATISFIABLE
 */
export function readRange(header: string | undefined, totalBytes: number): ByteRange | null {
  const [, first = '', last = ''] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null;
  const range =
    first === ''
      ? { start: Math.max(0, totalBytes - Number(last)), end: totalBytes }
      : { start: Number(first), end: Math.min(totalBytes, endOf(last)) };
  if (range.start < range.end) return range;
  throw new AppError('RANGE_NOT_SATISFIABLE');
}

function endOf(last: string): number {
  return last === '' ? Number.POSITIVE_INFINITY : Number(last) + 1;
}
