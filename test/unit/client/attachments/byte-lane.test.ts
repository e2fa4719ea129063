import { expect, it } from 'vitest';
import { ByteLane } from '#client/attachments/byte-lane.ts';
import { settle } from '../support/manual-clock.ts';

/** An exchange that ends when it is told to. */
function exchanges(lane: ByteLane) {
  const begun: string[] = [];
  const ends = new Map<string, { done: () => void; fail: () => void }>();
  const ask = (name: string): Promise<string> =>
    lane.take(() => {
      begun.push(name);
      return new Promise((resolve, reject) => {
        ends.set(name, {
          done: () => {
            resolve(name);
          },
          fail: () => {
            reject(new Error(name));
          },
        });
      });
    });
  return { begun, ends, ask };
}

it('lets so many go at once, the others in the order in which they came', async () => {
  const { begun, ends, ask } = exchanges(new ByteLane(2));
  const all = ['a', 'b', 'c', 'd'].map(ask);
  await settle();
  expect(begun).toEqual(['a', 'b']);
  ends.get('b')?.done();
  await settle();
  expect(begun).toEqual(['a', 'b', 'c']);
  for (const name of ['a', 'c']) ends.get(name)?.done();
  await settle();
  ends.get('d')?.done();
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
});

it('gives the turn of one that failed to the next, and is free in the end', async () => {
  const { begun, ends, ask } = exchanges(new ByteLane(1));
  const failing = ask('a');
  const next = ask('b');
  await settle();
  ends.get('a')?.fail();
  await expect(failing).rejects.toThrow('a');
  await settle();
  ends.get('b')?.done();
  await next;
  const later = ask('c');
  await settle();
  expect(begun).toEqual(['a', 'b', 'c']);
  ends.get('c')?.done();
  await later;
});
