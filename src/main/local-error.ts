import type { FieldError } from '#protocol/errors.ts';
import type { LocalErrorCode } from '#ipc/call.ts';

interface LocalErrorDetails {
  /** The same call may succeed later without being changed. */
  retryable?: boolean;
  fields?: FieldError[];
  cause?: unknown;
}

/** An expected failure on this computer; `detail` is a sentence that may be shown. */
export class LocalError extends Error {
  readonly code: LocalErrorCode;
  readonly retryable: boolean;
  readonly fields: FieldError[] | undefined;

  constructor(code: LocalErrorCode, detail: string, details: LocalErrorDetails = {}) {
    super(detail, { cause: details.cause });
    this.name = 'LocalError';
    this.code = code;
    this.retryable = details.retryable ?? false;
    this.fields = details.fields;
  }
}
