import { binaryRecords } from '#protocol/noise/binary-record.ts';
import { messageMaxBytes } from '#protocol/noise/noise-primitives.ts';
import { jsonRecords, lengthOfPieces } from '#protocol/noise/piece-records.ts';
import { recordsOfAll } from '#protocol/noise/sealed-session.ts';
import type { SealedSession } from '#protocol/noise/sealed-session.ts';
import { limits } from '#protocol/limits.ts';
import { SharedText } from '../ws/shared-text.ts';
import type { FrameSocket } from './frame-socket.ts';

/** With this much in front of the network, more is kept unsealed until some of it has gone. */
const highWaterBytes = limits.socketBackpressureMaxBytes / 2;

/** Of events that wait: with the former, what any socket may cost. Who is cut off gets them by sync. */
const eventsMaxBytes = limits.socketBackpressureMaxBytes / 2;

/**
 * The same for a file's bytes, and for a page of messages: what the network takes later is copied, and moved along
 * with each bit that it takes. The operating system has buffers of its own, which keep the line busy meanwhile.
 */
const bytesHighWaterBytes = 131_072;

/** Where such records are sealed, of all channels: the network has taken or copied one before the next. */
const room = new Uint8Array(messageMaxBytes);

/** The bytes of one answer, or its JSON, from which a record is made when the network takes it. */
interface OutgoingBytes {
  records: Iterator<Uint8Array>;
  length: number;
}

/** A JSON text, one that others get too, which is an event, or bytes. */
type Outgoing = string | SharedText | OutgoingBytes;

/**
 * What is on its way out. Large answers, which were asked for, wait here for a slow reader instead of
 * overflowing the socket; one who reads nothing is cut off at the bounds.
 */
export class RecordQueue {
  readonly #socket: FrameSocket;
  readonly #session: SealedSession;
  readonly #onOverflow: () => void;
  #waiting: Outgoing[] = [];
  #waitingLength = 0;
  #waitingEventsLength = 0;

  constructor(socket: FrameSocket, session: SealedSession, onOverflow: () => void) {
    this.#socket = socket;
    this.#session = session;
    this.#onOverflow = onOverflow;
  }

  /** @throws NoiseError when the session cannot seal any more */
  push(item: Outgoing): void {
    if (this.#waiting.length === 0 && this.#send(item)) return;
    this.#waiting.push(item);
    this.#count(item, item.length);
    if (
      this.#waitingLength > limits.sealedAnswerMaxBytes ||
      this.#waitingEventsLength > eventsMaxBytes
    ) {
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

  /** The same for the bytes of a request's answer. @throws NoiseError */
  pushBytes(id: number, pieces: readonly Uint8Array[]): void {
    this.push({ records: binaryRecords(id, pieces), length: lengthOfPieces(pieces) });
  }

  /** The same for a JSON text that is there in pieces, in UTF-8. @throws NoiseError */
  pushJson(pieces: readonly Uint8Array[]): void {
    this.push({ records: jsonRecords(pieces), length: lengthOfPieces(pieces) });
  }

  /** Some of what was sent has gone. @throws NoiseError */
  drain(): void {
    for (let [item] = this.#waiting; item !== undefined; [item] = this.#waiting) {
      if (!this.#send(item)) return;
      this.#waiting.shift();
      this.#count(item, -item.length);
    }
  }

  clear(): void {
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#waitingEventsLength = 0;
  }

  #count(item: Outgoing, length: number): void {
    this.#waitingLength += length;
    if (item instanceof SharedText) this.#waitingEventsLength += length;
  }

  /** False while all or some of it has to wait. */
  #send(item: Outgoing): boolean {
    const isText = typeof item === 'string' || item instanceof SharedText;
    if (!isText) return this.#sendBytes(item);
    if (this.#socket.bufferedBytes() >= highWaterBytes) return false;
    this.#sendText(item);
    return true;
  }

  #sendText(text: string | SharedText): void {
    const [first, ...more] =
      typeof text === 'string'
        ? this.#session.sealJson(text)
        : this.#session.sealRecord(text.record);
    // Most are one frame, which goes out at once in any case.
    if (more.length === 0 && first !== undefined) {
      this.#socket.sendFrame(first);
      return;
    }
    this.#socket.cork(() => {
      for (const frame of [first, ...more]) if (frame !== undefined) this.#socket.sendFrame(frame);
    });
  }

  #sendBytes({ records }: OutgoingBytes): boolean {
    while (this.#socket.bufferedBytes() < bytesHighWaterBytes) {
      const next = records.next();
      if (next.done === true) return true;
      this.#socket.sendFrame(this.#session.sealOne(next.value, room));
    }
    return false;
  }
}
