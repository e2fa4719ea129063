import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Backoff, backoffFirstMs, backoffMaxMs } from '#client/backoff.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('Backoff', () => {
  it('draws each pause from a range that doubles up to a bound', () => {
    fc.assert(
      fc.property(fc.array(chance, { minLength: 1, maxLength: 40 }), (draws) => {
        const left = [...draws];
        const backoff = new Backoff(() => left.shift() ?? 0);
        for (const [failures, draw] of draws.entries()) {
          const ceiling = Math.min(backoffMaxMs, backoffFirstMs * 2 ** failures);
          const pause = backoff.next();
          expect(pause).toBeGreaterThanOrEqual(100);
          expect(pause).toBeLessThanOrEqual(ceiling);
          expect(pause).toBe(Math.max(100, draw * ceiling));
        }
      }),
    );
  });

  it('grows from half a second to half a minute', () => {
    const backoff = new Backoff(() => 1);
    const pauses = Array.from({ length: 8 }, () => backoff.next());
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('starts over after a reset', () => {
    const backoff = new Backoff(() => 1);
    backoff.next();
    backoff.next();
    backoff.reset();
    expect(backoff.next()).toBe(500);
  });
});
