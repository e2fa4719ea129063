import { createHash, createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';

/** The server as others know it. */
export interface Identity {
  /** X25519, 32 bytes in base64url without padding. */
  publicKey: string;
  /** The key in six groups of digits that people can compare. */
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

/** Six groups of five digits from the key's SHA-256: 99 bits that can be read out loud. */
function fingerprintOf(publicKey: Uint8Array): string {
  const digest = createHash('sha256').update('FutureTalk fingerprint').update(publicKey).digest();
  const groups = Array.from({ length: 6 }, (_, index) =>
    String(digest.readUIntBE(index * 5, 5) % 100_000).padStart(5, '0'),
  );
  return groups.join(' ');
}
