import { expect, it } from 'vitest';
import { inReadingOrder } from '../../../../src/renderer/ui/arrow-keys.ts';

it('leads to the next thing with the arrow that points along the line', () => {
  expect(inReadingOrder('ArrowRight', 'ltr')).toBe(1);
  expect(inReadingOrder('ArrowLeft', 'ltr')).toBe(-1);
  expect(inReadingOrder('ArrowLeft', 'rtl')).toBe(1);
  expect(inReadingOrder('ArrowRight', 'rtl')).toBe(-1);
  expect(inReadingOrder('ArrowDown', 'rtl')).toBeUndefined();
});
