import fc from 'fast-check';
import { expect, it } from 'vitest';
import { believedTime } from '#server/messages/retention/believed-time.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const now = Date.UTC(2026, 5, 1);

it('believes the clock at the first look, and a clock that goes on as it should', () => {
  expect(believedTime({ believedAt: null, now, elapsedMs: 5 })).toBe(now);
  expect(believedTime({ believedAt: now - hourMs, now, elapsedMs: hourMs })).toBe(now);
});

it('believes of a clock that leapt ahead no more than a day for each hour of running', () => {
  const leapt = { now: now + 400 * dayMs, elapsedMs: hourMs };
  expect(believedTime({ believedAt: now, ...leapt })).toBe(now + hourMs + dayMs);
  expect(believedTime({ believedAt: now, ...leapt, elapsedMs: 0 })).toBe(now);
});

it('catches up with a clock that was right while the computer slept', () => {
  const slept = 8 * hourMs;
  expect(believedTime({ believedAt: now - slept, now, elapsedMs: hourMs })).toBe(now);
});

it('goes back at once with a clock that is set back', () => {
  const back = now - 10 * dayMs;
  expect(believedTime({ believedAt: now, now: back, elapsedMs: 1_000 })).toBe(back);
});

it('is never ahead of the clock, and never behind both of what it was and what has passed', () => {
  const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
  const elapsed = fc.integer({ min: 0, max: 10 * dayMs });
  fc.assert(
    fc.property(time, time, elapsed, (believedAt, clock, elapsedMs) => {
      const believed = believedTime({ believedAt, now: clock, elapsedMs });
      expect(believed).toBeLessThanOrEqual(clock);
      expect(believed).toBeGreaterThanOrEqual(Math.min(clock, believedAt + elapsedMs));
    }),
  );
});
