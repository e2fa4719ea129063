import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { AgreementKey } from './noise-primitives.ts';

/** RFC 8410 wraps a raw X25519 secret key in these fixed bytes. */
const pkcs8Prefix = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** An X25519 key in the library's own memory, which overwrites it when it is let go. */
export class NodeAgreementKey implements AgreementKey {
  readonly publicKey: Uint8Array;
  #privateKey: KeyObject | null;

  private constructor(privateKey: KeyObject, { x }: JsonWebKey) {
    this.#privateKey = privateKey;
    this.publicKey = Uint8Array.from(Buffer.from(String(x), 'base64url'));
  }

  /**
   * The public key is asked for with the pair. `KeyObject.export` of a pair just made can wait for
   * itself for ever, and the process with it: it holds the pair's lock while it allocates, and the
   * garbage collection that this may begin lets the pair's making go, under the same lock.
   */
  static generate(): NodeAgreementKey {
    const options = { publicKeyEncoding: { format: 'jwk' } };
    const pair: unknown = generateKeyPairSync('x25519', options as object);
    const { privateKey, publicKey } = pair as { privateKey: KeyObject; publicKey: JsonWebKey };
    return new NodeAgreementKey(privateKey, publicKey);
  }

  static import(secretKey: Uint8Array): NodeAgreementKey {
    const der = Buffer.concat([pkcs8Prefix, secretKey]);
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    der.fill(0);
    return new NodeAgreementKey(privateKey, createPublicKey(privateKey).export({ format: 'jwk' }));
  }

  agree(publicKey: Uint8Array): Uint8Array {
    if (this.#privateKey === null) throw new Error('the key was erased');
    // A public key as JWK is read 14 times faster than as DER.
    const x = Buffer.from(publicKey).toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' });
    return diffieHellman({ privateKey: this.#privateKey, publicKey: key });
  }

  erase(): void {
    this.#privateKey = null;
  }
}
