import { z } from 'zod';

/** Bytes on their way out: a length that is known before the first of them. */
export interface ByteContent {
  /** How many there are. */
  length: number;
  /** In pieces, so that nobody holds the whole. Called once at most. */
  read: () => AsyncIterable<Uint8Array>;
}

/** In an endpoint's `answers`: the body is bytes, and headers say what they are. */
export const bytesAnswer = z.custom<ByteContent>();

/** In an endpoint's `answers`: there is no body, only headers. */
export const emptyAnswer = z.undefined();
