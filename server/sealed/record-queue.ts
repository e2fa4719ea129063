import { recordsOfAll } from '#protocol/noise/sealed-session.ts';
import type { SealedSession } from '#protocol/noise/sealed-session.ts';
import { limits } from '#protocol/limits.ts';
import { SharedText } from '../ws/shared-text.ts';
import type { FrameSocket } from './frame-socket.ts';

/** With this much in front of the network, more is kept unsealed until some of it has gone. */
const highWaterBytes = limits.socketBackpressureMaxBytes;

/** A JSON text, one that others get too, or a binary record. */
type Outgoing = string | SharedText | Uint8Array;

/**
 * What is on its way out. Large answers to a slow reader wait here instead of overflowing the
 * socket; one who reads nothing is cut off at the bound.
 */
export class RecordQueue {
  readonly #socket: FrameSocket;
  readonly #session: SealedSession;
  readonly #onOverflow: () => void;
  #waiting: Outgoing[] = [];
  #waitingLength = 0;

  constructor(socket: FrameSocket, session: SealedSession, onOverflow: () => void) {
    this.#socket = socket;
    this.#session = session;
    this.#onOverflow = onOverflow;
  }

  /** @throws NoiseError when the session cannot seal any more */
  push(item: Outgoing): void {
    if (this.#waiting.length === 0 && this.#socket.bufferedBytes() < highWaterBytes) {
      this.#send(item);
      return;
    }
    this.#waiting.push(item);
    this.#waitingLength += item.length;
    if (this.#waitingLength > limits.sealedAnswerMaxBytes) {
      this.clear();
      this.#onOverflow();
    }
  }

  /**
   * The same for texts that go out together: as few frames as can be, since each costs about as much
   * as a thousand bytes in it. @throws NoiseError
   */
  pushAll(texts: readonly SharedText[]): void {
    for (const record of recordsOfAll(texts.map((text) => text.record))) {
      this.push(new SharedText(record));
    }
  }

  /** Some of what was sent has gone. @throws NoiseError */
  drain(): void {
    while (this.#waiting.length > 0 && this.#socket.bufferedBytes() < highWaterBytes) {
      const item = this.#waiting.shift() ?? '';
      this.#waitingLength -= item.length;
      this.#send(item);
    }
  }

  clear(): void {
    this.#waiting = [];
    this.#waitingLength = 0;
  }

  #send(item: Outgoing): void {
    const [first, ...more] = this.#seal(item);
    // Most are one frame, which goes out at once in any case.
    if (more.length === 0 && first !== undefined) {
      this.#socket.sendFrame(first);
      return;
    }
    this.#socket.cork(() => {
      for (const frame of [first, ...more]) if (frame !== undefined) this.#socket.sendFrame(frame);
    });
  }

  #seal(item: Outgoing): Uint8Array[] {
    if (typeof item === 'string') return this.#session.sealJson(item);
    if (item instanceof SharedText) return this.#session.sealRecord(item.record);
    return [this.#session.sealBinary(item)];
  }
}
