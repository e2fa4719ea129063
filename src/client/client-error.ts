import { AppError } from '#protocol/errors.ts';
import type { ErrorCode, FieldError } from '#protocol/errors.ts';

const clientErrors = {
  /** No answer: refused, timed out, cut off, or the client was closed meanwhile. */
  UNREACHABLE: { retryable: true },
  /** Something answered that does not speak this contract. */
  NOT_A_SERVER: { retryable: false },
  /** The server's key is another one, or not trusted; `ServerKeyError` has both keys. */
  SERVER_KEY_CHANGED: { retryable: false },
  UPLOAD_CANCELLED: { retryable: false },
  /** The call needs somebody who is signed in. */
  NO_SESSION: { retryable: false },
} as const;

export type ClientErrorCode = keyof typeof clientErrors;

/** A failure that arises on this side; what the server says comes as `AppError`. */
export class ClientError extends Error {
  readonly code: ClientErrorCode;

  /** `detail` is a sentence that may be shown. */
  constructor(code: ClientErrorCode, detail: string, cause?: unknown) {
    super(detail, { cause });
    this.name = 'ClientError';
    this.code = code;
  }

  get retryable(): boolean {
    return clientErrors[this.code].retryable;
  }
}

/** An error as data, for those who show or keep it. */
export interface ClientFailure {
  code: ErrorCode | ClientErrorCode;
  /** A sentence that may be shown. */
  detail: string;
  retryable: boolean;
  fields?: FieldError[];
  retryAfterSeconds?: number;
}

/** Anything that is neither kind of expected error is a defect; it is named without its text. */
export function describeFailure(error: unknown): ClientFailure {
  if (error instanceof ClientError) {
    return { code: error.code, detail: error.message, retryable: error.retryable };
  }
  if (error instanceof AppError) {
    const failure: ClientFailure = {
      code: error.code,
      detail: error.message,
      retryable: error.retryable,
    };
    if (error.fields !== undefined) failure.fields = error.fields;
    if (error.retryAfterSeconds !== undefined) failure.retryAfterSeconds = error.retryAfterSeconds;
    return failure;
  }
  return { code: 'INTERNAL_ERROR', detail: 'Something went wrong in the app', retryable: true };
}
