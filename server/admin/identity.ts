import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { fingerprintOf } from '#protocol/fingerprint.ts';

/** The server as others know it. */
export interface Identity {
  /** X25519, 32 bytes in base64url without padding. */
  publicKey: string;
  /** The key in words and digits that people can compare. */
  fingerprint: string;
}

/** PKCS #8 (RFC 8410) wrapping of a raw X25519 private key. */
const pkcs8Prefix = Buffer.from('302e020100300506032b656e04220420', 'hex');

export function newPrivateKey(): Uint8Array {
  return randomBytes(32);
}

/** @param privateKey raw X25519 private key, 32 bytes */
export function identityOf(privateKey: Uint8Array): Identity {
  const der = Buffer.concat([pkcs8Prefix, privateKey]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  // The last 32 bytes of the SubjectPublicKeyInfo are the raw key.
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { publicKey: raw.toString('base64url'), fingerprint: fingerprintOf(raw) };
}
