import { randomBytes } from 'node:crypto';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import type { KeyPair } from '#protocol/noise/noise-primitives.ts';

export type { KeyPair } from '#protocol/noise/noise-primitives.ts';

/** A new static key for this device: kept for good, since sessions are bound to it. */
export function newDeviceKey(): KeyPair {
  const secretKey = Uint8Array.from(randomBytes(32));
  const { publicKey } = nodePrimitives.importKey(secretKey);
  return { publicKey, secretKey };
}
