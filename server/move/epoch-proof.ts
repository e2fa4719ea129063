import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * What only a server with this key can say of an epoch, and every server with this key can check: by
 * it one that has stayed behind believes a client that there is a newer one.
 */
export function epochProof(identityKey: Uint8Array, epoch: number): string {
  const text = `future-talk epoch ${String(epoch)}`;
  return createHmac('sha256', identityKey).update(text).digest('base64url');
}

export function provesEpoch(identityKey: Uint8Array, epoch: number, proof: string): boolean {
  const given = Buffer.from(proof);
  const expected = Buffer.from(epochProof(identityKey, epoch));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
