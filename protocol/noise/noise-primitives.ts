/** A raw X25519 key pair, 32 bytes each, as it is stored. */
export interface KeyPair {
  publicKey: Uint8Array;
  secretKey: Uint8Array;
}

/** An X25519 key that can be used; an implementation may hold it in its library's own form. */
export interface AgreementKey {
  readonly publicKey: Uint8Array;
  /** X25519 (RFC 7748), 32 bytes. All zeros, or a throw, for a public key of small order. */
  agree(publicKey: Uint8Array): Uint8Array;
  /** Gives the secret part up; nobody may call `agree` after. */
  erase(): void;
}

export interface SealInput {
  /** 32 bytes. */
  key: Uint8Array;
  /** 12 bytes. */
  nonce: Uint8Array;
  additionalData: Uint8Array;
}

/** The cryptography that Noise_XX_25519_AESGCM_SHA256 is made of; whoever implements it does no more. */
export interface NoisePrimitives {
  generateKey(): AgreementKey;
  /** @param secretKey 32 bytes, copied */
  importKey(secretKey: Uint8Array): AgreementKey;
  /**
   * AES-256-GCM; answers ciphertext and tag.
   * @param room for both, which the answer may be a part of
   */
  seal(input: SealInput, plaintext: Uint8Array, room?: Uint8Array): Uint8Array;
  /** Null when the tag does not fit; nothing of the plaintext leaves before it does. */
  open(input: SealInput, ciphertext: Uint8Array): Uint8Array | null;
  /** SHA-256. */
  hash(...parts: Uint8Array[]): Uint8Array;
  /** HMAC-SHA-256. */
  authenticate(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array;
}

export const keyBytes = 32;
export const tagBytes = 16;
/** Noise rev 34, section 3. */
export const messageMaxBytes = 65_535;
