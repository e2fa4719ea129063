import { expect, it } from 'vitest';
import { Histogram } from '#server/watching/histogram.ts';

it('counts a value at the least bound that it does not pass', () => {
  const histogram = new Histogram([1, 10]);
  for (const value of [0, 1, 1.5, 10, 11, 1_000]) histogram.count(value);
  expect(histogram.counts).toEqual([2, 2, 2]);
  expect(histogram.sum).toBe(1_023.5);
});
