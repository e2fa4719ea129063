import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { NodeAgreementKey } from './node-agreement-key.ts';
import { tagBytes } from './noise-primitives.ts';
import type { NoisePrimitives } from './noise-primitives.ts';

/** By Node's own library (OpenSSL; BoringSSL in Electron): the fast ones. */
export const nodePrimitives: NoisePrimitives = {
  generateKey: () => NodeAgreementKey.generate(),

  importKey: (secretKey) => NodeAgreementKey.import(secretKey),

  seal({ key, nonce, additionalData }, plaintext, room) {
    // Every delivery to a sealed socket comes through here: no call and no copy more than it takes.
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    if (additionalData.length > 0) cipher.setAAD(additionalData);
    const body = cipher.update(plaintext);
    // Of a counter mode nothing is left for the end.
    cipher.final();
    const sealed =
      room?.subarray(0, body.length + tagBytes) ?? Buffer.allocUnsafe(body.length + tagBytes);
    sealed.set(body);
    sealed.set(cipher.getAuthTag(), body.length);
    return sealed;
  },

  open({ key, nonce, additionalData }, ciphertext) {
    const tagAt = ciphertext.length - tagBytes;
    if (tagAt < 0) return null;
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    if (additionalData.length > 0) decipher.setAAD(additionalData);
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
