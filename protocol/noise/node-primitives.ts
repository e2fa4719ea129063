import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { NodeAgreementKey } from './node-agreement-key.ts';
import { tagBytes } from './noise-primitives.ts';
import type { NoisePrimitives } from './noise-primitives.ts';

/** By Node's own library (OpenSSL; BoringSSL in Electron): the fast ones. */
export const nodePrimitives: NoisePrimitives = {
  generateKey: () => NodeAgreementKey.generate(),

  importKey: (secretKey) => NodeAgreementKey.import(secretKey),

  seal({ key, nonce, additionalData }, plaintext) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(additionalData);
    const body = cipher.update(plaintext);
    const end = cipher.final();
    return Buffer.concat([body, end, cipher.getAuthTag()]);
  },

  open({ key, nonce, additionalData }, ciphertext) {
    const tagAt = ciphertext.length - tagBytes;
    if (tagAt < 0) return null;
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(additionalData);
    decipher.setAuthTag(ciphertext.subarray(tagAt));
    const body = decipher.update(ciphertext.subarray(0, tagAt));
    try {
      decipher.final();
    } catch {
      // What the tag does not vouch for is not to be found in memory either.
      body.fill(0);
      return null;
    }
    return body;
  },

  hash(...parts) {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  },

  authenticate(key, ...parts) {
    const hmac = createHmac('sha256', key);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  },
};
