import { sealedPrologue } from '../sealed.ts';
import { HandshakeState } from './handshake-state.ts';
import type { HandshakeOptions } from './handshake-state.ts';
import { NoiseError } from './noise-error.ts';
import { SealedSession } from './sealed-session.ts';
import type { SealedSessionBounds } from './sealed-session.ts';

const noPayload = new Uint8Array();

/**
 * The sealed channel's handshake: Noise XX with this protocol's prologue and without payloads, since
 * the first two messages are not secret to an attacker in the middle.
 */
export class SealedHandshake {
  readonly #state: HandshakeState;

  constructor(options: Omit<HandshakeOptions, 'prologue'>) {
    const prologue = new TextEncoder().encode(sealedPrologue);
    this.#state = new HandshakeState({ ...options, prologue });
  }

  get isComplete(): boolean {
    return this.#state.isComplete;
  }

  /** The initiator may look at it, and stop, before it writes the third message. */
  get remoteKey(): Uint8Array | null {
    return this.#state.remoteStaticKey;
  }

  /** @throws NoiseError */
  write(): Uint8Array {
    return this.#state.writeMessage(noPayload);
  }

  /** @throws NoiseError, `unexpected payload` among them */
  read(message: Uint8Array): void {
    if (this.#state.readMessage(message).length === 0) return;
    this.#state.erase();
    throw new NoiseError('unexpected payload');
  }

  /** @throws NoiseError before the third message */
  finish(bounds: SealedSessionBounds): SealedSession {
    return new SealedSession(this.#state.split(), bounds);
  }

  erase(): void {
    this.#state.erase();
  }
}
