import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { epochProof } from '#server/move/epoch-proof.ts';
import { Standing } from '#server/move/standing.ts';
import type { Whereabouts } from '#server/move/standing.ts';
import { folderForTest } from '../../../support/server-process.ts';

const identityKey = randomBytes(32);
const there = { addresses: ['192.0.2.7:8000'], epoch: 5 };

function standing(dataFolder = folderForTest()) {
  const own = new Standing({ dataFolder, identity: { publicKey: 'key' }, identityKey, epoch: 3 });
  const told: Whereabouts[] = [];
  own.onMoved((whereabouts) => told.push(whereabouts));
  return { own, told, mark: join(dataFolder, 'moved.json') };
}

it('moves once, and says so to whoever listens', () => {
  const { own, told, mark } = standing();
  own.move(there);
  own.move({ addresses: [], epoch: 6 });
  expect(told).toEqual([there]);
  expect(own.movedTo).toEqual(there);
  expect(JSON.parse(readFileSync(mark, 'utf8'))).toMatchObject({ identity: 'key', ...there });
});

it('stays where it cannot be written that it moves', () => {
  const { own, told } = standing(join(folderForTest(), 'missing'));
  expect(() => {
    own.move(there);
  }).toThrow(/ENOENT/);
  expect({ movedTo: own.movedTo, told }).toEqual({ movedTo: null, told: [] });
});

it.each([
  ['of a newer one', 4, true, true],
  ['of itself', 3, true, false],
  ['of an older one', 2, true, false],
  ['that proves nothing', 4, false, false],
])('believes a mark %s, of epoch %i: %j', (_, epoch, isProved, moves) => {
  const { own } = standing();
  own.learn({ epoch, proof: isProved ? epochProof(identityKey, epoch) : 'made up' });
  expect(own.movedTo).toEqual(moves ? { addresses: [], epoch } : null);
  // What comes later changes nothing.
  own.learn({ epoch: 9, proof: 'made up' });
  expect(own.movedTo?.epoch ?? null).toBe(moves ? epoch : null);
});

it.each([
  ['GET', 'messages', null, 'SERVER_MOVED'],
  ['HEAD', 'messages', null, 'SERVER_MOVED'],
  ['POST', 'messages', 'SERVER_MOVING', 'SERVER_MOVED'],
  ['POST', 'move', null, null],
] as const)(
  '%s of %s is refused while it is still as %j, and afterwards as %j',
  (method, tag, still, moved) => {
    const { own } = standing();
    const refusal = () => {
      try {
        own.require({ method, tag });
        return null;
      } catch (cause) {
        return cause instanceof AppError ? cause.code : cause;
      }
    };
    expect(refusal()).toBeNull();
    own.beStill();
    expect(refusal()).toBe(still);
    own.goOn();
    expect(refusal()).toBeNull();
    own.move(there);
    expect(refusal()).toBe(moved);
  },
);
