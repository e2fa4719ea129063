import { ClientError } from './client-error.ts';

/**
 * The server has another key than the one it is known by, or its owner does not trust the one it
 * showed. Nothing but the beginning of a handshake has been sent to it.
 */
export class ServerKeyError extends ClientError {
  /** The key that was expected; null where the one shown was looked at for the first time. */
  readonly expected: Uint8Array | null;
  readonly seen: Uint8Array;

  constructor(expected: Uint8Array | null, seen: Uint8Array) {
    const detail =
      expected === null
        ? 'The key of this server is not trusted'
        : 'This server shows another key than before: it may be a different computer that pretends to be it';
    super('SERVER_KEY_CHANGED', detail);
    this.name = 'ServerKeyError';
    this.expected = expected;
    this.seen = seen;
  }
}
