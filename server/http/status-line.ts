import { STATUS_CODES } from 'node:http';

/** uWS wants the status with its reason phrase, such as `404 Not Found`. */
export function statusLine(status: number): string {
  return `${String(status)} ${STATUS_CODES[status] ?? 'Unknown'}`;
}
