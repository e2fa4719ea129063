import { AppError } from '#protocol/errors.ts';
import type { ErrorCode, FieldError } from '#protocol/errors.ts';

export interface ErrorBody {
  detail: string;
  error_code: ErrorCode;
  timestamp: string;
  errors?: FieldError[];
}

export interface ErrorAnswer {
  status: number;
  headers: Record<string, string>;
  body: ErrorBody;
}

/** The documented form of an error. What is not an AppError is never shown. */
export function errorAnswer(cause: unknown): ErrorAnswer {
  const error = cause instanceof AppError ? cause : new AppError('INTERNAL_ERROR', { cause });
  const headers: Record<string, string> = {};
  if (error.retryAfterSeconds !== undefined) {
    headers['Retry-After'] = String(Math.ceil(error.retryAfterSeconds));
  }
  if (error.allowedMethods !== undefined) headers['Allow'] = error.allowedMethods.join(', ');
  if (error.status === 401) headers['WWW-Authenticate'] = 'Bearer';
  // Every 422 has them; the list is empty where no one field is at fault.
  const errors = error.fields ?? (error.status === 422 ? [] : undefined);
  return {
    status: error.status,
    headers,
    body: {
      detail: error.message,
      error_code: error.code,
      timestamp: new Date().toISOString(),
      ...(errors === undefined ? {} : { errors }),
    },
  };
}
