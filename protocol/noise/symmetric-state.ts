import { CipherState } from './cipher-state.ts';
import { erase } from './erase.ts';
import { keepBytes } from './kept-bytes.ts';
import type { NoisePrimitives } from './noise-primitives.ts';

const hashBytes = 32;
const nothing = new Uint8Array();
const one = Uint8Array.of(1);
const two = Uint8Array.of(2);

/** The chaining key and the hash of everything said so far (Noise rev 34, section 5.2). */
export class SymmetricState {
  readonly #primitives: NoisePrimitives;
  #cipher: CipherState;
  #chainingKey: Uint8Array;
  #hash: Uint8Array;

  constructor(primitives: NoisePrimitives, protocolName: string) {
    this.#primitives = primitives;
    // Ours is no longer than a hash; what is would be hashed.
    this.#hash = new Uint8Array(hashBytes);
    this.#hash.set(new TextEncoder().encode(protocolName));
    this.#chainingKey = Uint8Array.from(this.#hash);
    this.#cipher = new CipherState(primitives, null);
  }

  get handshakeHash(): Uint8Array {
    return Uint8Array.from(this.#hash);
  }

  mixHash(data: Uint8Array): void {
    this.#hash = this.#primitives.hash(this.#hash, data);
  }

  /** @param secret erased here */
  mixKey(secret: Uint8Array): void {
    const [chainingKey, key] = this.#derive(secret);
    erase(secret, this.#chainingKey);
    this.#cipher.erase();
    this.#chainingKey = chainingKey;
    this.#cipher = new CipherState(this.#primitives, key);
  }

  encryptAndHash(plaintext: Uint8Array): Uint8Array {
    const ciphertext = this.#cipher.encrypt(this.#hash, plaintext);
    this.mixHash(ciphertext);
    return ciphertext;
  }

  decryptAndHash(ciphertext: Uint8Array): Uint8Array {
    const plaintext = this.#cipher.decrypt(this.#hash, ciphertext);
    this.mixHash(ciphertext);
    return plaintext;
  }

  /** The two directions' ciphers, the initiator's first. Nothing else remains of the handshake. */
  split(): [CipherState, CipherState] {
    const [first, second] = this.#derive(nothing);
    this.erase();
    return [
      new CipherState(this.#primitives, keepBytes(first)),
      new CipherState(this.#primitives, keepBytes(second)),
    ];
  }

  erase(): void {
    erase(this.#chainingKey);
    this.#cipher.erase();
  }

  /** HKDF with two outputs (section 4.3). */
  #derive(input: Uint8Array): [Uint8Array, Uint8Array] {
    const temporary = this.#primitives.authenticate(this.#chainingKey, input);
    const first = this.#primitives.authenticate(temporary, one);
    const second = this.#primitives.authenticate(temporary, first, two);
    erase(temporary);
    return [first, second];
  }
}
