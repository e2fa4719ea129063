/** Why a handshake or a session ended; the words are also the reason of the WebSocket's close. */
export type NoiseFailure =
  | 'unexpected message'
  | 'truncated message'
  | 'message too large'
  | 'bad tag'
  | 'weak key'
  | 'nonce exhausted'
  | 'session over'
  | 'unexpected payload'
  | 'malformed record'
  | 'record too large';

/** What makes a handshake or a session end. The state it came from is dead and its keys are gone. */
export class NoiseError extends Error {
  readonly failure: NoiseFailure;

  constructor(failure: NoiseFailure, cause?: unknown) {
    super(failure, { cause });
    this.name = 'NoiseError';
    this.failure = failure;
  }
}
