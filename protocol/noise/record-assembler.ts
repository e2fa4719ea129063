import { recordTypes } from '../sealed.ts';
import { concatenate } from './concatenate.ts';
import { NoiseError } from './noise-error.ts';

/** What a peer has said, once it is whole. */
export type SealedContent =
  | { kind: 'json'; text: string }
  | { kind: 'json-lines'; texts: string[] }
  | { kind: 'binary'; bytes: Uint8Array };

/** One for all: each holds some kilobytes, and a server has a session for every client. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Puts records together again; what breaks the form is an error, never a guess. */
export class RecordAssembler {
  readonly #maxBytes: number;
  #fragments: Uint8Array[] = [];
  #bytes = 0;

  /** @param maxBytes of one JSON text */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Null while more is to come. @throws NoiseError `malformed record`, `record too large` */
  add(record: Uint8Array): SealedContent | null {
    const payload = record.subarray(1);
    switch (record[0]) {
      case recordTypes.json:
        this.#keep(payload);
        return { kind: 'json', text: this.#takeText() };
      case recordTypes.jsonFragment:
        // Empty pieces would cost a peer nothing and never reach the bound.
        if (payload.length === 0) throw new NoiseError('malformed record');
        this.#keep(payload);
        return null;
      case recordTypes.jsonLines:
        if (this.#fragments.length > 0) throw new NoiseError('malformed record');
        this.#keep(payload);
        // JSON has no line breaks but between its parts, and texts that are made have none at all.
        return { kind: 'json-lines', texts: this.#takeText().split('\n') };
      case recordTypes.binary:
        if (this.#fragments.length > 0) throw new NoiseError('malformed record');
        return { kind: 'binary', bytes: payload };
      default:
        throw new NoiseError('malformed record');
    }
  }

  #keep(payload: Uint8Array): void {
    this.#bytes += payload.length;
    if (this.#bytes > this.#maxBytes) throw new NoiseError('record too large');
    this.#fragments.push(payload);
  }

  #takeText(): string {
    const whole = concatenate(this.#fragments);
    this.#fragments = [];
    this.#bytes = 0;
    try {
      return utf8.decode(whole);
    } catch (cause) {
      throw new NoiseError('malformed record', cause);
    }
  }
}
