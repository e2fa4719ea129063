import type { z } from 'zod';
import type { Words } from '#messages/catalogue.ts';
import type { ErrorCode, FieldError } from '#protocol/errors.ts';

/** A call from the renderer to main: what goes in is checked there, what comes back is typed. */
export interface CallDeclaration<I extends z.ZodType = z.ZodType, O = unknown> {
  input: I;
  /** Carries the type of the result only; never set. */
  output?: O;
}

/** Failures that arise on this computer and not on the server. */
export type LocalErrorCode =
  /** The server could not be reached; the detail says what was tried. */
  | 'UNREACHABLE'
  /** Something answers at that address, and it is no Future Talk server. */
  | 'NOT_A_SERVER'
  /** The server shows another key than the one it is known by. */
  | 'SERVER_KEY_CHANGED'
  | 'HOSTING_FAILED'
  /** What is hosted here is there, and its key is not. */
  | 'DATABASE_KEY_LOST'
  | 'RECOVERY_KEY_WRONG'
  | 'PASSPHRASE_WRONG'
  /** A backup was not restored; nothing has changed. */
  | 'RESTORE_FAILED'
  /** A version of the app is not handed on; nothing has changed. */
  | 'RELEASE_REFUSED'
  /** The renderer sent what the call does not take. */
  | 'CALL_INVALID'
  /** A file of this computer that is gone, may not be read, or has changed. */
  | 'FILE_UNREADABLE'
  /** Larger than this server takes. */
  | 'FILE_TOO_LARGE'
  | 'UPLOAD_CANCELLED'
  /** The call needs a server or a signed-in person, and there is none. */
  | 'NO_SESSION';

export interface CallFailure {
  code: ErrorCode | LocalErrorCode;
  /** For the log, in English: what is shown is `words`, or else the catalogue's text of the code. */
  detail: string;
  words?: Words;
  retryable: boolean;
  fields?: FieldError[];
  retryAfterSeconds?: number;
}

export type CallResult<O> = { ok: true; value: O } | { ok: false; error: CallFailure };

/** Declares a call; the result's type is given as `defineCall<Result>()(schema)`. */
export function defineCall<O>() {
  return <I extends z.ZodType>(input: I): CallDeclaration<I, O> => ({ input });
}
