import { erase } from './erase.ts';
import { NoiseError } from './noise-error.ts';
import { keyBytes, tagBytes } from './noise-primitives.ts';
import type { NoisePrimitives, SealInput } from './noise-primitives.ts';

/** Reserved for `rekey` (Noise rev 34, section 5.1). */
const lastNonce = 2n ** 64n - 1n;
const nonceBytes = 12;
const nothing = new Uint8Array();
/** The nonce as it is handed over, for all ciphers: nobody keeps it. A server has two ciphers for each client. */
const encodedNonce = new Uint8Array(nonceBytes);
const encodedNonceView = new DataView(encodedNonce.buffer);

/** A key and the number of the next message under it (Noise rev 34, section 5.1). */
export class CipherState {
  readonly #primitives: NoisePrimitives;
  #key: Uint8Array | null;
  #nonce: bigint;

  /** @param key 32 bytes, owned from now on; null passes everything through unsealed */
  constructor(primitives: NoisePrimitives, key: Uint8Array | null, nonce = 0n) {
    this.#primitives = primitives;
    this.#key = key;
    this.#nonce = nonce;
  }

  get hasKey(): boolean {
    return this.#key !== null;
  }

  /** @param room as of `NoisePrimitives.seal`. @throws NoiseError `nonce exhausted` */
  encrypt(additionalData: Uint8Array, plaintext: Uint8Array, room?: Uint8Array): Uint8Array {
    if (this.#key === null) return plaintext;
    const input = this.#input(this.#key, this.#nonce, additionalData);
    const sealed = this.#primitives.seal(input, plaintext, room);
    this.#nonce += 1n;
    return sealed;
  }

  /** Does not advance on failure. @throws NoiseError `bad tag`, `truncated message` */
  decrypt(additionalData: Uint8Array, ciphertext: Uint8Array): Uint8Array {
    if (this.#key === null) return ciphertext;
    if (ciphertext.length < tagBytes) throw new NoiseError('truncated message');
    const input = this.#input(this.#key, this.#nonce, additionalData);
    const plaintext = this.#primitives.open(input, ciphertext);
    if (plaintext === null) throw new NoiseError('bad tag');
    this.#nonce += 1n;
    return plaintext;
  }

  /** Replaces the key by one from which the old one cannot be found (section 4.2). */
  rekey(): void {
    if (this.#key === null) throw new NoiseError('session over');
    const input = { key: this.#key, nonce: this.#encoded(lastNonce), additionalData: nothing };
    const sealed = this.#primitives.seal(input, new Uint8Array(keyBytes));
    this.#key.set(sealed.subarray(0, keyBytes));
    erase(sealed);
  }

  /** After this there is no key, and nobody may call again. */
  erase(): void {
    erase(this.#key);
    this.#key = null;
  }

  #input(key: Uint8Array, nonce: bigint, additionalData: Uint8Array): SealInput {
    if (nonce >= lastNonce) throw new NoiseError('nonce exhausted');
    return { key, nonce: this.#encoded(nonce), additionalData };
  }

  /** For AESGCM: 32 zero bits and the number, big-endian (section 12.4). */
  #encoded(nonce: bigint): Uint8Array {
    encodedNonceView.setBigUint64(4, nonce, false);
    return encodedNonce;
  }
}
