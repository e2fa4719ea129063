import { gcm } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import nacl from 'tweetnacl';
import { erase } from './erase.ts';
import { tagBytes } from './noise-primitives.ts';
import type { AgreementKey, NoisePrimitives } from './noise-primitives.ts';

/** In JavaScript alone, for browsers and wherever speed does not matter. */
export const portablePrimitives: NoisePrimitives = {
  generateKey: () => agreementKey(nacl.randomBytes(nacl.scalarMult.scalarLength)),

  importKey: (secretKey) => agreementKey(Uint8Array.from(secretKey)),

  seal: ({ key, nonce, additionalData }, plaintext) =>
    gcm(key, nonce, additionalData).encrypt(plaintext),

  open({ key, nonce, additionalData }, ciphertext) {
    if (ciphertext.length < tagBytes) return null;
    try {
      return gcm(key, nonce, additionalData).decrypt(ciphertext);
    } catch {
      // The library says by an error what this interface says by null.
      return null;
    }
  },

  hash(...parts) {
    const hash = sha256.create();
    for (const part of parts) hash.update(part);
    return hash.digest();
  },

  authenticate(key, ...parts) {
    const keyed = hmac.create(sha256, key);
    for (const part of parts) keyed.update(part);
    return keyed.digest();
  },
};

/** @param secretKey owned from now on */
function agreementKey(secretKey: Uint8Array): AgreementKey {
  return {
    publicKey: nacl.scalarMult.base(secretKey),
    agree: (publicKey) => nacl.scalarMult(secretKey, publicKey),
    erase: () => {
      erase(secretKey);
    },
  };
}
