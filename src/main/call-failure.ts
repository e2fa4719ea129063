import { ClientError } from '#client/chat-client.ts';
import type { CallFailure } from '#ipc/call.ts';
import { AppError } from '#protocol/errors.ts';
import { LocalError } from './local-error.ts';

/** What the renderer is told of an expected failure; null for a defect, of which it is told nothing. */
export function describeExpectedFailure(error: unknown): CallFailure | null {
  if (error instanceof AppError) {
    const { code, message, retryable, fields, retryAfterSeconds } = error;
    return {
      code,
      detail: message,
      retryable,
      ...(fields && { fields }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    };
  }
  if (error instanceof ClientError) {
    return { code: error.code, detail: error.message, retryable: error.retryable };
  }
  if (error instanceof LocalError) {
    const { code, message, retryable, fields } = error;
    return { code, detail: message, retryable, ...(fields && { fields }) };
  }
  return null;
}

export const unexpectedFailure: CallFailure = {
  code: 'INTERNAL_ERROR',
  detail: 'Something went wrong in the app',
  retryable: true,
};
