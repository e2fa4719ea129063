import { expect } from 'vitest';
import type { ErrorCode, FieldError } from '#protocol/errors.ts';
import type { RestAnswer } from './rest.ts';

interface ErrorBody {
  detail: string;
  error_code: ErrorCode;
  timestamp: string;
  errors?: FieldError[];
}

const timestampForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * Holds an answer to the documented form of an error: exactly `detail`, `error_code`, `timestamp`,
 * and for 422 `errors`.
 */
export function expectError(answer: RestAnswer, status: number, code: ErrorCode): ErrorBody {
  const body = answer.body as ErrorBody;
  expect({ status: answer.status, code: body.error_code }).toEqual({ status, code });
  const fields = ['detail', 'error_code', 'timestamp'];
  expect(Object.keys(body).sort()).toEqual(status === 422 ? [...fields, 'errors'].sort() : fields);
  expect(body.detail).toMatch(/\S/);
  expect(body.timestamp).toMatch(timestampForm);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  // Only what was read field by field can say which.
  if (code === 'VALIDATION_ERROR') expect(body.errors?.length).toBeGreaterThan(0);
  return body;
}

/** A 422 that names the field, such as `body.content`. */
export function expectInvalid(answer: RestAnswer, path: string): void {
  const { errors } = expectError(answer, 422, 'VALIDATION_ERROR');
  const paths = errors?.map((each) => each.path) ?? [];
  expect(paths.filter((each) => each === path || each.startsWith(`${path}.`))).not.toEqual([]);
}
