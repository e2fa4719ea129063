import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { fingerprintOf } from '#protocol/fingerprint.ts';
import { identityOf, newPrivateKey } from '#server/admin/identity.ts';

it('is the same for the same key, and another for another', () => {
  const key = newPrivateKey();
  expect(identityOf(key)).toEqual(identityOf(key));
  expect(identityOf(newPrivateKey()).fingerprint).not.toBe(identityOf(key).fingerprint);
});

it('agrees with others on a secret under the key that it shows', () => {
  const raw = newPrivateKey();
  const prefix = (hex: string, key: Uint8Array) => Buffer.concat([Buffer.from(hex, 'hex'), key]);
  const ours = createPrivateKey({
    key: prefix('302e020100300506032b656e04220420', raw),
    format: 'der',
    type: 'pkcs8',
  });
  const shown = createPublicKey({
    key: prefix('302a300506032b656e032100', Buffer.from(identityOf(raw).publicKey, 'base64url')),
    format: 'der',
    type: 'spki',
  });
  const theirs = generateKeyPairSync('x25519');
  expect(diffieHellman({ privateKey: theirs.privateKey, publicKey: shown })).toEqual(
    diffieHellman({ privateKey: ours, publicKey: theirs.publicKey }),
  );
});

it('shows the fingerprint that clients compute from its key', () => {
  const { publicKey, fingerprint } = identityOf(newPrivateKey());
  expect(fingerprint).toBe(fingerprintOf(Buffer.from(publicKey, 'base64url')));
});
