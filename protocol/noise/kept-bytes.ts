import { erase } from './erase.ts';

/** Of a hundred and more keys, each of which would otherwise cost ten times its bytes. */
const slabBytes = 4_096;

let slab = new Uint8Array(slabBytes);
let used = 0;

/**
 * Moves a short secret to where others of its kind lie; what it was moved from is overwritten. A channel that
 * idles keeps its keys for days, and an array with memory of its own weighs some 400 bytes beside its content.
 * @returns memory that is its owner's alone, until nobody has it any more
 */
export function keepBytes(bytes: Uint8Array): Uint8Array {
  if (used + bytes.length > slab.length) {
    slab = new Uint8Array(slabBytes);
    used = 0;
  }
  const kept = slab.subarray(used, used + bytes.length);
  used += bytes.length;
  kept.set(bytes);
  erase(bytes);
  return kept;
}
