import type { HttpResponse } from 'uWebSockets.js';
import { AppError } from '#protocol/errors.ts';

export interface BodyReader {
  /** @throws AppError PAYLOAD_TOO_LARGE, or MALFORMED_REQUEST when the client went away. */
  read(): Promise<Buffer>;
  /** The client has gone: nothing more will come. */
  abort(): void;
}

/**
 * Begins at once to collect a request's body, since uWS hands its pieces out only while the request
 * is fresh.
 * @param maxBytes beyond it nothing is kept
 */
export function collectBody(response: HttpResponse, maxBytes: number): BodyReader {
  const pieces: Buffer[] = [];
  let bytes = 0;
  let state: 'coming' | 'complete' | 'aborted' = 'coming';
  let wake: (() => void) | undefined;
  response.onData((piece, isLast) => {
    bytes += piece.byteLength;
    // uWS takes the memory of the piece back after this call: copy it.
    if (bytes <= maxBytes) pieces.push(Buffer.from(Buffer.from(piece)));
    if (isLast) state = 'complete';
    if (isLast || bytes > maxBytes) wake?.();
  });
  return {
    abort() {
      state = 'aborted';
      wake?.();
    },
    async read() {
      if (state === 'coming' && bytes <= maxBytes) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (bytes > maxBytes) throw new AppError('PAYLOAD_TOO_LARGE');
      if (state === 'aborted') throw new AppError('MALFORMED_REQUEST');
      return Buffer.concat(pieces);
    },
  };
}
