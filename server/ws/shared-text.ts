import { textRecord } from '#protocol/noise/sealed-session.ts';

/** An event's text, or several lines of them, that many sockets get: encoded once for all. */
export class SharedText {
  /** As a sealed channel's record. */
  readonly record: Uint8Array;
  /** In UTF-8. */
  readonly bytes: Uint8Array;

  constructor(record: Uint8Array) {
    this.record = record;
    this.bytes = record.subarray(1);
  }

  static of(text: string): SharedText {
    return new SharedText(textRecord(text));
  }

  get length(): number {
    return this.bytes.length;
  }
}
