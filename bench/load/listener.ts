/** What a socket has heard of a run's messages. */
export interface Hearing {
  /** A run begins: nothing of it has been heard. */
  begin(): void;
  /** Whether all of the run's messages have been heard. */
  hasAll(messages: number): boolean;
  close(): void;
}

/** `{"type":"new_message"` and no other event has this letter here. */
const typeAt = '{"type":"'.length;
const letterOfMessages = 'n'.charCodeAt(0);
/** Events of messages are longer than any other that somebody gets who sends none. */
const messageMinBytes = 250;
/** A record's type and its tag. */
const sealBytes = 17;

/** Counts events that it can read; of the bare server's, which have no types, every one. */
export class CountedHearing implements Hearing {
  #heard = 0;
  /** UTF-8, of the messages' events together. */
  bytes = 0;
  readonly close: () => void;

  constructor(close: () => void) {
    this.close = close;
  }

  begin(): void {
    this.#heard = 0;
    this.bytes = 0;
  }

  hasAll(messages: number): boolean {
    return this.#heard >= messages;
  }

  hear(event: Buffer, { everyOne }: { everyOne: boolean }): void {
    if (!everyOne && event[typeAt] !== letterOfMessages) return;
    this.#heard += 1;
    this.bytes += event.length;
  }
}

/**
 * Opens no frame, so that the generator is not what is measured: it has heard everything once it has
 * got as many bytes as somebody who did open them.
 */
export class WeighedHearing implements Hearing {
  #bytes = 0;
  readonly #measure: CountedHearing;
  readonly close: () => void;

  constructor(measure: CountedHearing, close: () => void) {
    this.#measure = measure;
    this.close = close;
  }

  begin(): void {
    this.#bytes = 0;
  }

  hasAll(messages: number): boolean {
    return this.#measure.hasAll(messages) && this.#bytes >= this.#measure.bytes;
  }

  hear(frame: Buffer): void {
    if (frame.length >= messageMinBytes) this.#bytes += frame.length - sealBytes;
  }
}
