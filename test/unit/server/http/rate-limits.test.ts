import { expect, it } from 'vitest';
import type { AppError } from '#protocol/errors.ts';
import { defaultAllowances, RateLimits } from '#server/http/rate-limits.ts';

/** Sign-in with five tries at once and one in six seconds, on a clock of the test's. */
function signInAt() {
  let nowMs = 0;
  const limits = new RateLimits(defaultAllowances, () => nowMs);
  /** Seconds to wait; 0 where the try is let through. */
  const wait = (atSeconds: number, caller = 'alice'): number => {
    nowMs = atSeconds * 1000;
    try {
      limits.take('login', caller);
      return 0;
    } catch (cause) {
      return (cause as AppError).retryAfterSeconds ?? Number.NaN;
    }
  };
  return wait;
}

it('lets five through at once, and then one in six seconds', () => {
  const wait = signInAt();
  expect([0, 0, 0, 0, 0].map((at) => wait(at))).toEqual([0, 0, 0, 0, 0]);
  expect(wait(0)).toBeCloseTo(6);
  expect(wait(5.9)).toBeCloseTo(0.1);
  expect(wait(6)).toBe(0);
  expect(wait(6)).toBeCloseTo(6);
  expect(wait(12)).toBe(0);
});

it('gives the whole allowance back in thirty seconds, and never more', () => {
  const wait = signInAt();
  for (let count = 0; count < 5; count += 1) wait(0);
  expect([30, 30, 30, 30, 30, 30].map((at) => wait(at) > 0)).toEqual([
    ...[false, false, false, false, false],
    true,
  ]);
  expect([9e6, 9e6, 9e6, 9e6, 9e6, 9e6].filter((at) => wait(at) === 0)).toHaveLength(5);
});

it('does not count what it refuses: who goes on trying waits no longer', () => {
  const wait = signInAt();
  for (let count = 0; count < 50; count += 1) wait(0);
  expect(wait(6)).toBe(0);
});

it('counts callers apart, however many there are', () => {
  const wait = signInAt();
  for (let count = 0; count < 5; count += 1) wait(0, 'alice');
  for (let other = 0; other < 25_000; other += 1) expect(wait(0, String(other))).toBe(0);
  expect(wait(0, 'alice')).toBeCloseTo(6);
});
