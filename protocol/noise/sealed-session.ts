import { limits } from '../limits.ts';
import { recordTypes, sealedSessionId } from '../sealed.ts';
import type { SessionId } from '../identifiers.ts';
import type { CipherState } from './cipher-state.ts';
import type { HandshakeResult } from './handshake-state.ts';
import { NoiseError } from './noise-error.ts';
import { messageMaxBytes } from './noise-primitives.ts';
import { jsonRecords, recordMaxBytes } from './piece-records.ts';
import { RecordAssembler } from './record-assembler.ts';
import type { SealedContent } from './record-assembler.ts';

export interface SealedSessionBounds {
  /** Bytes of one JSON text that the peer may send. */
  receiveMaxBytes: number;
  /** The same on both sides. */
  rekeyAfterMessages?: number;
}

const nothing = new Uint8Array();
const lineBreak = 0x0a;

function recordOf(type: number, payload: Uint8Array): Uint8Array {
  const record = new Uint8Array(payload.length + 1);
  record[0] = type;
  record.set(payload, 1);
  return record;
}

/** Records that carry texts, several in one where they are short: what `textRecord` made of each. */
export function recordsOfAll(records: readonly Uint8Array[]): Uint8Array[] {
  const all: Uint8Array[] = [];
  let together: Uint8Array[] = [];
  let bytes = 0;
  const close = () => {
    const [first] = together;
    if (first !== undefined) all.push(together.length === 1 ? first : inLines(together, bytes));
    together = [];
    bytes = 0;
  };
  for (const record of records) {
    if (bytes + record.length > recordMaxBytes) close();
    together.push(record);
    bytes += record.length;
  }
  close();
  return all;
}

/** The type's byte stands before the first; before each of the others the break of a line. */
function inLines(records: readonly Uint8Array[], bytes: number): Uint8Array {
  const all = new Uint8Array(bytes);
  let at = 0;
  for (const record of records) {
    all.set(record, at);
    all[at] = lineBreak;
    at += record.length;
  }
  all[0] = recordTypes.jsonLines;
  return all;
}

/** A JSON text as the record that `SealedSession.sealRecord` takes. */
export function textRecord(text: string): Uint8Array {
  return recordOf(recordTypes.json, new TextEncoder().encode(text));
}

/**
 * What follows the handshake: records under the two directions' keys, renewed at an agreed count.
 * The first thing that is wrong ends it: keys overwritten, nothing accepted any more.
 */
export class SealedSession {
  readonly id: SessionId;
  /** The other side's static key. */
  readonly remoteKey: Uint8Array;
  readonly #send: CipherState;
  readonly #receive: CipherState;
  readonly #assembler: RecordAssembler;
  readonly #rekeyAfter: number;
  #sent = 0;
  #received = 0;
  #isOver = false;

  constructor(handshake: HandshakeResult, bounds: SealedSessionBounds) {
    this.id = sealedSessionId(handshake.handshakeHash);
    this.remoteKey = handshake.remoteStaticKey;
    this.#send = handshake.send;
    this.#receive = handshake.receive;
    this.#assembler = new RecordAssembler(bounds.receiveMaxBytes);
    this.#rekeyAfter = bounds.rekeyAfterMessages ?? limits.sealedRekeyAfterMessages;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Messages that carry the text, to be sent in this order. @throws NoiseError */
  sealJson(text: string): Uint8Array[] {
    return this.sealRecord(textRecord(text));
  }

  /**
   * The same for what `textRecord` has made, which many sessions may share.
   * @throws NoiseError
   */
  sealRecord(record: Uint8Array): Uint8Array[] {
    if (record.length <= recordMaxBytes) return [this.#seal(record)];
    return Array.from(jsonRecords([record.subarray(1)]), (each) => this.#seal(each));
  }

  /**
   * One message for a record that was made elsewhere, binary or of JSON, and must fit into it.
   * @param room for a whole message, for who has sent it before the next is sealed. @throws NoiseError
   */
  sealOne(record: Uint8Array, room?: Uint8Array): Uint8Array {
    return this.#seal(record, room);
  }

  /** Null for a message whose text goes on in the next one. @throws NoiseError */
  open(message: Uint8Array): SealedContent | null {
    return this.#guarded(() => {
      if (message.length > messageMaxBytes) throw new NoiseError('message too large');
      const record = this.#receive.decrypt(nothing, message);
      this.#received += 1;
      if (this.#received % this.#rekeyAfter === 0) this.#receive.rekey();
      return this.#assembler.add(record);
    });
  }

  /** Ends the session. */
  erase(): void {
    this.#isOver = true;
    this.#send.erase();
    this.#receive.erase();
  }

  #seal(record: Uint8Array, room?: Uint8Array): Uint8Array {
    return this.#guarded(() => {
      if (record.length > recordMaxBytes) throw new NoiseError('message too large');
      const message = this.#send.encrypt(nothing, record, room);
      this.#sent += 1;
      if (this.#sent % this.#rekeyAfter === 0) this.#send.rekey();
      return message;
    });
  }

  #guarded<T>(work: () => T): T {
    // A cipher without a key lets everything through: it must never be asked.
    if (this.#isOver) throw new NoiseError('session over');
    try {
      return work();
    } catch (cause) {
      this.erase();
      throw cause;
    }
  }
}
