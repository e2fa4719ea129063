import { NoiseError } from '#protocol/noise/noise-error.ts';
import type { AgreementKey } from '#protocol/noise/noise-primitives.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { SealedHandshake } from '#protocol/noise/sealed-handshake.ts';
import type { SealedSession } from '#protocol/noise/sealed-session.ts';
import { limits } from '#protocol/limits.ts';
import { sealedEnvelopeMaxBytes } from '#protocol/sealed.ts';
import type { HandshakeQueue } from './handshake-queue.ts';

export interface ChannelHandshakeOptions {
  serverKey: AgreementKey;
  queue: HandshakeQueue;
  send: (frame: Uint8Array) => void;
  onSession: (session: SealedSession) => void;
  /** What came behind the last message while it waited in line. */
  onFrame: (frame: Uint8Array) => void;
  onFailure: (failure: string) => void;
}

/** Bytes that a client may send ahead while its handshake waits in line. */
const aheadMaxBytes = 1_048_576;
/** What a frame takes besides its own bytes. */
const frameOverheadBytes = 256;

/** A client's handshake, in line with the others. It ends with a session or with a reason. */
export class ChannelHandshake {
  readonly #options: ChannelHandshakeOptions;
  readonly #handshake: SealedHandshake;
  readonly #timeout: NodeJS.Timeout;
  #waiting = 0;
  #waitingBytes = 0;
  #isOver = false;

  constructor(options: ChannelHandshakeOptions) {
    this.#options = options;
    this.#handshake = new SealedHandshake({
      primitives: nodePrimitives,
      role: 'responder',
      staticKey: options.serverKey,
    });
    this.#timeout = setTimeout(() => {
      this.#fail('timed out');
    }, limits.sealedHandshakeTimeoutMs);
    this.#timeout.unref();
  }

  /** Frames still in line: until there are none, later ones must not overtake them. */
  get isBusy(): boolean {
    return !this.#isOver || this.#waiting > 0;
  }

  /** @param frame kept until its turn: a copy of its own */
  receive(frame: Uint8Array): void {
    const bytes = frame.length + frameOverheadBytes;
    if (this.#waitingBytes + bytes > aheadMaxBytes) {
      this.#fail('too much ahead');
      return;
    }
    this.#waiting += 1;
    this.#waitingBytes += bytes;
    this.#options.queue.add(() => {
      this.#waiting -= 1;
      this.#waitingBytes -= bytes;
      if (this.#isOver) this.#options.onFrame(frame);
      else this.#advance(frame);
    });
  }

  /** The client is gone, or everything is over. */
  abandon(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timeout);
    this.#handshake.erase();
  }

  #advance(frame: Uint8Array): void {
    try {
      this.#handshake.read(frame);
      if (this.#handshake.isComplete) this.#finish();
      else this.#options.send(this.#handshake.write());
    } catch (cause) {
      if (!(cause instanceof NoiseError)) throw cause;
      this.#fail(cause.failure);
    }
  }

  #finish(): void {
    this.#isOver = true;
    clearTimeout(this.#timeout);
    const receiveMaxBytes = limits.requestMaxBytes + sealedEnvelopeMaxBytes;
    this.#options.onSession(this.#handshake.finish({ receiveMaxBytes }));
  }

  #fail(failure: string): void {
    this.abandon();
    this.#options.onFailure(`handshake failed: ${failure}`);
  }
}
