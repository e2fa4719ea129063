import type { SealedSession } from '#protocol/noise/sealed-session.ts';
import { limits } from '#protocol/limits.ts';
import type { FrameSocket } from './frame-socket.ts';

/** With this much in front of the network, more is kept unsealed until some of it has gone. */
const highWaterBytes = limits.socketBackpressureMaxBytes;

/**
 * Texts on their way out. Large answers to a slow reader wait here instead of overflowing the
 * socket; one who reads nothing is cut off at the bound.
 */
export class TextQueue {
  readonly #socket: FrameSocket;
  readonly #session: SealedSession;
  readonly #onOverflow: () => void;
  #waiting: string[] = [];
  #waitingLength = 0;

  constructor(socket: FrameSocket, session: SealedSession, onOverflow: () => void) {
    this.#socket = socket;
    this.#session = session;
    this.#onOverflow = onOverflow;
  }

  /** @throws NoiseError when the session cannot seal any more */
  push(text: string): void {
    if (this.#waiting.length === 0 && this.#socket.bufferedBytes() < highWaterBytes) {
      this.#send(text);
      return;
    }
    this.#waiting.push(text);
    this.#waitingLength += text.length;
    if (this.#waitingLength > limits.sealedAnswerMaxBytes) {
      this.clear();
      this.#onOverflow();
    }
  }

  /** Some of what was sent has gone. @throws NoiseError */
  drain(): void {
    while (this.#waiting.length > 0 && this.#socket.bufferedBytes() < highWaterBytes) {
      const text = this.#waiting.shift() ?? '';
      this.#waitingLength -= text.length;
      this.#send(text);
    }
  }

  clear(): void {
    this.#waiting = [];
    this.#waitingLength = 0;
  }

  #send(text: string): void {
    const frames = this.#session.sealJson(text);
    this.#socket.cork(() => {
      for (const frame of frames) this.#socket.sendFrame(frame);
    });
  }
}
