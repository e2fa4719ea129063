import { NoiseError } from './noise-error.ts';
import { keyBytes } from './noise-primitives.ts';
import type { AgreementKey } from './noise-primitives.ts';

/**
 * The shared secret of two keys. A public key of small order makes it all zeros, the same for every
 * secret key: whoever sends one could share "secrets" with anybody, so it ends the handshake.
 * @throws NoiseError `weak key`
 */
export function agree(key: AgreementKey, publicKey: Uint8Array): Uint8Array {
  if (publicKey.length !== keyBytes) throw new NoiseError('truncated message');
  const shared = compute(key, publicKey);
  // Every byte is looked at: the time taken tells nothing of the secret.
  let union = 0;
  for (const byte of shared) union |= byte;
  if (union === 0) throw new NoiseError('weak key');
  return shared;
}

function compute(key: AgreementKey, publicKey: Uint8Array): Uint8Array {
  try {
    return key.agree(publicKey);
  } catch (cause) {
    // OpenSSL and BoringSSL refuse small orders themselves.
    throw new NoiseError('weak key', cause);
  }
}
