import { describe, expect, it } from 'vitest';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { portablePrimitives } from '#protocol/noise/portable-primitives.ts';
import noise from './noise-xx-25519-aesgcm-sha256.json' with { type: 'json' };
import { runVectors } from './run-vectors.ts';
import x25519 from './wycheproof-x25519.json' with { type: 'json' };

describe.each([
  ['node', nodePrimitives],
  ['portable', portablePrimitives],
])('the published vectors, %s primitives', (_, primitives) => {
  it('are met by handshake, transport and X25519', { timeout: 30_000 }, () => {
    expect(runVectors(primitives, { noise, x25519 })).toBe(519);
  });

  it.each(['noise', 'x25519'] as const)('would be missed by a wrong %s', (which) => {
    const spoilt = structuredClone({ noise, x25519 });
    if (which === 'noise') spoilt.noise.vectors[0]!.messages[5]!.ciphertext = '00';
    else spoilt.x25519.testGroups[0]!.tests[0]!.shared = '11'.repeat(32);
    expect(() => runVectors(primitives, spoilt)).toThrow(/expected (00|1111)/);
  });
});
