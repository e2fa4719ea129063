import type { CipherState } from './cipher-state.ts';
import { concatenate } from './concatenate.ts';
import { agree } from './diffie-hellman.ts';
import { keepBytes } from './kept-bytes.ts';
import { NoiseError } from './noise-error.ts';
import { keyBytes, messageMaxBytes, tagBytes } from './noise-primitives.ts';
import type { AgreementKey, NoisePrimitives } from './noise-primitives.ts';
import { SymmetricState } from './symmetric-state.ts';

type Token = 'e' | 's' | 'ee' | 'es' | 'se';

/** XX: both sides learn the other's static key, which only the other side can read on the wire. */
const pattern: readonly (readonly Token[])[] = [['e'], ['e', 'ee', 's', 'es'], ['s', 'se']];

export interface HandshakeOptions {
  primitives: NoisePrimitives;
  role: 'initiator' | 'responder';
  prologue: Uint8Array;
  /** Stays with its owner: not erased here. */
  staticKey: AgreementKey;
  /** Test vectors only: a key that is used twice gives its secrets away. */
  ephemeralKey?: AgreementKey;
}

export interface HandshakeResult {
  send: CipherState;
  receive: CipherState;
  handshakeHash: Uint8Array;
  remoteStaticKey: Uint8Array;
}

/**
 * Noise_XX_25519_AESGCM_SHA256 (rev 34): bytes in, bytes out. Whatever goes wrong ends it for good:
 * its keys are overwritten, and every later call throws `session over`.
 */
export class HandshakeState {
  readonly #options: HandshakeOptions;
  readonly #symmetric: SymmetricState;
  #ephemeral: AgreementKey | null = null;
  #remoteEphemeral: Uint8Array | null = null;
  #remoteStatic: Uint8Array | null = null;
  #step = 0;
  #isOver = false;

  constructor(options: HandshakeOptions) {
    this.#options = options;
    this.#symmetric = new SymmetricState(options.primitives, 'Noise_XX_25519_AESGCM_SHA256');
    this.#symmetric.mixHash(options.prologue);
  }

  /** Every message has been written or read. */
  get isComplete(): boolean {
    return this.#step === pattern.length;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Known to the initiator after the second message, to the responder after the third. */
  get remoteStaticKey(): Uint8Array | null {
    return this.#remoteStatic;
  }

  /** @throws NoiseError */
  writeMessage(payload: Uint8Array): Uint8Array {
    return this.#guarded(() => {
      const parts = this.#tokens('write').map((token) => this.#writeToken(token));
      parts.push(this.#symmetric.encryptAndHash(payload));
      const message = concatenate(parts);
      if (message.length > messageMaxBytes) throw new NoiseError('message too large');
      this.#step += 1;
      return message;
    });
  }

  /** Answers the payload. @throws NoiseError */
  readMessage(message: Uint8Array): Uint8Array {
    return this.#guarded(() => {
      if (message.length > messageMaxBytes) throw new NoiseError('message too large');
      let rest = message;
      for (const token of this.#tokens('read')) rest = this.#readToken(token, rest);
      const payload = this.#symmetric.decryptAndHash(rest);
      this.#step += 1;
      return payload;
    });
  }

  /** Ends the handshake with what came of it. @throws NoiseError before the last message */
  split(): HandshakeResult {
    return this.#guarded(() => {
      const remoteStaticKey = this.#remoteStatic;
      if (!this.isComplete || remoteStaticKey === null) throw new NoiseError('unexpected message');
      const { handshakeHash } = this.#symmetric;
      const [first, second] = this.#symmetric.split();
      const isInitiator = this.#options.role === 'initiator';
      this.erase();
      return {
        send: isInitiator ? first : second,
        receive: isInitiator ? second : first,
        handshakeHash,
        remoteStaticKey,
      };
    });
  }

  erase(): void {
    this.#isOver = true;
    this.#ephemeral?.erase();
    this.#ephemeral = null;
    this.#symmetric.erase();
  }

  #guarded<T>(work: () => T): T {
    if (this.#isOver) throw new NoiseError('session over');
    try {
      return work();
    } catch (cause) {
      this.erase();
      throw cause;
    }
  }

  #tokens(direction: 'write' | 'read'): readonly Token[] {
    const tokens = pattern[this.#step];
    const isInitiatorsTurn = this.#step % 2 === 0;
    const isOurTurn = isInitiatorsTurn === (this.#options.role === 'initiator');
    if (tokens === undefined || isOurTurn !== (direction === 'write')) {
      throw new NoiseError('unexpected message');
    }
    return tokens;
  }

  #writeToken(token: Token): Uint8Array {
    if (token === 'e') return this.#writeEphemeral();
    if (token === 's') return this.#symmetric.encryptAndHash(this.#options.staticKey.publicKey);
    this.#mixSecretOf(token);
    return new Uint8Array();
  }

  #readToken(token: Token, message: Uint8Array): Uint8Array {
    if (token === 'e') {
      const [key, rest] = take(message, keyBytes);
      this.#remoteEphemeral = Uint8Array.from(key);
      this.#symmetric.mixHash(this.#remoteEphemeral);
      return rest;
    }
    if (token === 's') {
      // In this pattern no static key goes before there is a key to seal it under.
      const [sealed, rest] = take(message, keyBytes + tagBytes);
      this.#remoteStatic = keepBytes(this.#symmetric.decryptAndHash(sealed));
      return rest;
    }
    this.#mixSecretOf(token);
    return message;
  }

  #writeEphemeral(): Uint8Array {
    const { primitives, ephemeralKey } = this.#options;
    this.#ephemeral = ephemeralKey ?? primitives.generateKey();
    this.#symmetric.mixHash(this.#ephemeral.publicKey);
    return this.#ephemeral.publicKey;
  }

  /** The token's letters name the initiator's key first, then the responder's. */
  #mixSecretOf(token: 'ee' | 'es' | 'se'): void {
    const [initiators, responders] = token;
    const isInitiator = this.#options.role === 'initiator';
    const ours = (isInitiator ? initiators : responders) === 'e';
    const theirs = (isInitiator ? responders : initiators) === 'e';
    const key = ours ? this.#ephemeral : this.#options.staticKey;
    const remoteKey = theirs ? this.#remoteEphemeral : this.#remoteStatic;
    if (key === null || remoteKey === null) throw new NoiseError('unexpected message');
    this.#symmetric.mixKey(agree(key, remoteKey));
  }
}

function take(message: Uint8Array, length: number): [Uint8Array, Uint8Array] {
  if (message.length < length) throw new NoiseError('truncated message');
  return [message.subarray(0, length), message.subarray(length)];
}
