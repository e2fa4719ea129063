import { ClientError } from '#client/chat-client.ts';
import type { CallFailure } from '#ipc/call.ts';
import { words } from '#messages/catalogue.ts';
import type { Words } from '#messages/catalogue.ts';
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
    const { code, message, retryable } = error;
    const known = code === 'UNREACHABLE' ? wordsForNetworkError(error.cause) : undefined;
    return { code, detail: message, retryable, ...(known && { words: known }) };
  }
  if (error instanceof LocalError) {
    const { code, message, retryable, fields, words } = error;
    return { code, detail: message, retryable, ...(words && { words }), ...(fields && { fields }) };
  }
  return null;
}

const networkErrors: Record<string, Words> = {
  ECONNREFUSED: words('failure.unreachable.refused'),
  ENOTFOUND: words('failure.unreachable.unknownName'),
  EAI_AGAIN: words('failure.unreachable.unknownName'),
  EHOSTUNREACH: words('failure.unreachable.network'),
  ENETUNREACH: words('failure.unreachable.network'),
  ETIMEDOUT: words('failure.unreachable.timeout'),
};

function wordsForNetworkError(cause: unknown): Words | undefined {
  return cause instanceof Error && 'code' in cause ? networkErrors[String(cause.code)] : undefined;
}

export const unexpectedFailure: CallFailure = {
  code: 'INTERNAL_ERROR',
  detail: 'Something went wrong in the app',
  retryable: true,
};
