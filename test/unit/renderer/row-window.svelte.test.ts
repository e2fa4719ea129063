import { expect, test } from 'vitest';
import { RowWindow } from '../../../src/renderer/features/messages/row-window.svelte.ts';

const entries = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ key: String(from + index) }));

test('is the end of what is loaded, until it is told otherwise', () => {
  expect(new RowWindow().range(entries(1, 100))).toEqual({ first: 40, end: 100 });
  expect(new RowWindow().range(entries(1, 5))).toEqual({ first: 0, end: 5 });
});

test('pages that come or go at either end change no row', () => {
  const rows = new RowWindow();
  rows.showAround(150, entries(1, 300));
  expect(rows.range(entries(1, 300))).toEqual({ first: 110, end: 190 });
  expect(rows.range(entries(101, 350))).toEqual({ first: 10, end: 90 });
});

test('a place among others than before is held, whatever page follows', () => {
  const rows = new RowWindow();
  rows.showEnd(entries(901, 1_000));
  rows.showAround(25, entries(1, 50));
  expect(rows.range(entries(1, 100)).first).toBe(0);
});
