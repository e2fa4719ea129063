import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LruMap } from '#server/access/lru-map.ts';

it('forgets what was used longest ago', () => {
  const map = new LruMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  expect(map.get('a')).toBe(1);
  map.set('c', 3);
  expect(map.get('b')).toBeUndefined();
  expect([map.get('a'), map.get('c')]).toEqual([1, 3]);
});

it('counts a key that is set again once', () => {
  const map = new LruMap<string, number>(2);
  map.set('a', 1);
  map.set('a', 2);
  map.set('b', 3);
  expect([map.get('a'), map.get('b')]).toEqual([2, 3]);
});

it('forgets what it is told to', () => {
  const map = new LruMap<string, number>(10);
  for (const [index, key] of ['a', 'b', 'c', 'd'].entries()) map.set(key, index);
  map.delete('a');
  map.deleteWhere((value) => value % 2 === 1);
  expect(['a', 'b', 'c', 'd'].map((key) => map.get(key))).toEqual([
    undefined,
    undefined,
    2,
    undefined,
  ]);
});

it('holds the most recently used, as a plain list would', () => {
  const step = fc.record({ key: fc.nat(6), write: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step), fc.integer({ min: 1, max: 5 }), (steps, capacity) => {
      const map = new LruMap<number, number>(capacity);
      let recent: number[] = [];
      for (const { key, write } of steps) {
        const known = recent.includes(key);
        if (write) map.set(key, key);
        else expect(map.get(key)).toBe(known ? key : undefined);
        if (!write && !known) continue;
        recent = [key, ...recent.filter((each) => each !== key)].slice(0, capacity);
      }
      // The oldest first: to look is to use.
      for (const key of recent.toReversed()) expect(map.get(key)).toBe(key);
    }),
  );
});
