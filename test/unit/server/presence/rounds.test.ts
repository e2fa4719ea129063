import { expect, it } from 'vitest';
import { Rounds } from '#server/presence/rounds.ts';

it('begins at once, and does what comes meanwhile together', async () => {
  const seen: (readonly number[])[] = [];
  const rounds = new Rounds<number>({ itemsMax: 64, restMs: 1 }, async (items) => {
    seen.push(items);
  });
  for (let count = 0; count < 100; count += 1) rounds.add(count);
  expect(seen).toEqual([[0]]);
  await rounds.settled();
  expect(seen.map((items) => items.length)).toEqual([1, 64, 35]);
  expect(seen.flat()).toEqual(Array.from({ length: 100 }, (_, place) => place));
});

it('rests no more once it is told to settle', async () => {
  const seen: number[] = [];
  const rounds = new Rounds<number>({ itemsMax: 64, restMs: 2 ** 30 }, async (items) => {
    seen.push(...items);
  });
  rounds.add(1);
  rounds.add(2);
  await rounds.settled();
  rounds.add(3);
  await rounds.settled();
  expect(seen).toEqual([1, 2, 3]);
});
