import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { erase } from '#protocol/noise/erase.ts';
import { keepBytes } from '#protocol/noise/kept-bytes.ts';

it('Each secret that is kept has memory of its own, and leaves none of it where it was', () => {
  // More than one slab takes.
  const secrets = Array.from({ length: 300 }, () => randomBytes(32));
  const sources = secrets.map((secret) => Uint8Array.from(secret));
  const kept = sources.map((source) => keepBytes(source));
  expect(sources.every((source) => source.every((byte) => byte === 0))).toBe(true);
  for (const [place, each] of kept.entries()) if (place % 2 === 0) erase(each);
  for (const [place, each] of kept.entries()) {
    expect(Buffer.from(each)).toEqual(place % 2 === 0 ? Buffer.alloc(32) : secrets[place]);
  }
});
