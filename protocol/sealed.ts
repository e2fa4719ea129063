import { z } from 'zod';
import { sessionId as sessionIdSchema } from './identifiers.ts';
import type { SessionId } from './identifiers.ts';
import { limits } from './limits.ts';

/** The sealed channel's WebSocket. Its messages are binary, one Noise message each. */
export const sealedPath = '/api/v1/secure';

/** What both sides mix into the handshake: the protocol and its version. */
export const sealedPrologue = 'FutureTalk/1';

/** The first byte of what a transport message seals. */
export const recordTypes = {
  /** UTF-8 JSON: all of it, or the last piece. */
  json: 1,
  /** A piece of JSON; the next message goes on with it. */
  jsonFragment: 2,
  /** A piece of the bytes that a request or an answer has announced: see noise/binary-record.ts. */
  binary: 3,
  /** Whole JSON texts, a line each: events that go out together. From the server only. */
  jsonLines: 4,
} as const;

/** What a request may have beside its body: method, path, token. */
export const sealedEnvelopeMaxBytes = 16_384;

const requestId = z.int().min(0).max(0xffff_ffff);
const byteCount = z.int().min(0).max(limits.sealedBytesMax);

/**
 * A call of the REST API. Needs no `token` once the channel has been authenticated; a call with one
 * counts as its bearer's, as over REST.
 */
export const sealedRequest = z.object({
  /** Chosen by the client; the answer repeats it. */
  id: requestId,
  method: z.string().max(16),
  /** With its query. */
  path: z.string().max(8_192).startsWith('/'),
  body: z.unknown().optional(),
  token: z.string().max(4_096).optional(),
  /** Those that the endpoint declares; names in lower case. */
  headers: z.record(z.string().max(64), z.string().max(8_192)).optional(),
  /** Instead of `body`: so many bytes follow in binary records. */
  bytes: byteCount.optional(),
});
export type SealedRequest = z.infer<typeof sealedRequest>;

export const sealedAnswer = z.object({
  id: requestId,
  status: z.int(),
  body: z.unknown().optional(),
  /** Names in lower case. */
  headers: z.record(z.string(), z.string()).optional(),
  /** Instead of `body`: so many bytes follow in binary records. */
  bytes: byteCount.optional(),
});
export type SealedAnswer = z.infer<typeof sealedAnswer>;

/**
 * The name of a sealed session: the first 16 bytes of its handshake hash, with the six bits that
 * RFC 9562 reserves set for version 8, so that it is a UUID to everybody who checks.
 */
export function sealedSessionId(handshakeHash: Uint8Array): SessionId {
  const bytes = handshakeHash.slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return sessionIdSchema.parse([...groups, hex.slice(20)].join('-'));
}
