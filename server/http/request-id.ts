import { randomBytes } from 'node:crypto';

/** Of this process: ids are told apart from those of its last life too. */
const prefix = randomBytes(4).toString('hex');
let made = 0;

/**
 * What a request is called in the log and in its answer. A number goes up, since a random id each
 * would be work for nothing: nobody guards anything by it.
 * @param given the caller's own `X-Request-Id`, taken where it can do no harm in a log
 */
export function requestIdFrom(given: string | undefined): string {
  if (given !== undefined && /^[\w.-]{1,64}$/.test(given)) return given;
  made += 1;
  return `${prefix}-${made.toString(36)}`;
}
