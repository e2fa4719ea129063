import { platform } from '#platform';
import type { KeyPair } from '#protocol/noise/noise-primitives.ts';

export type { KeyPair } from '#protocol/noise/noise-primitives.ts';

/** A new static key for this device: kept for good, since sessions are bound to it. */
export function newDeviceKey(): KeyPair {
  const secretKey = crypto.getRandomValues(new Uint8Array(32));
  const { publicKey } = platform.primitives.importKey(secretKey);
  return { publicKey, secretKey };
}
