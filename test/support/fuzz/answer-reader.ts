/** What came on a connection, of one answer after the other. */
export interface FuzzAnswer {
  status: number;
  /** As much of the body as says what it is. */
  text: string;
  /** Nothing more comes on the connection. */
  isLast: boolean;
}

interface Head {
  status: number;
  /** Places of the body among the bytes. */
  bodyStart: number;
  endsAt: number;
  isLast: boolean;
}

const headMaxBytes = 65_536;
/** Enough to tell an error, and the tokens of a session. */
const textMaxBytes = 8_000;
const wholeHead =
  /^HTTP\/1\.1 ([1-5]\d\d) [\t -~\x80-\xff]*(?:\r\n[\w!#$%&'*+.^`|~-]+:[\t -~\x80-\xff]*)*$/;
const contentLength = /\r\ncontent-length: *(\d+) *(?=\r\n|$)/i;

/**
 * Reads answers of HTTP/1.1 as our server writes them: each with a length, none in chunks. Node's own client reads
 * any, for more of the processor's time.
 */
export class AnswerReader {
  #method = '';
  #bytes: Buffer = Buffer.alloc(0);
  #head: Head | null = null;

  /** The next answer is to a request with this method. */
  begin(method: string): void {
    this.#method = method;
  }

  /**
   * @returns the answer, once all of it is there
   * @throws where it is none, or more comes than was said
   */
  take(piece: Buffer): FuzzAnswer | null {
    this.#bytes = this.#bytes.length === 0 ? piece : Buffer.concat([this.#bytes, piece]);
    this.#head ??= this.#readHead();
    if (this.#head === null) return null;
    const { status, endsAt, bodyStart, isLast } = this.#head;
    if (this.#bytes.length < endsAt) return null;
    if (this.#bytes.length > endsAt) throw new Error(`more than one answer: ${this.#shown()}`);
    const text = this.#bytes.toString(
      'latin1',
      bodyStart,
      Math.min(endsAt, bodyStart + textMaxBytes),
    );
    this.#bytes = Buffer.alloc(0);
    this.#head = null;
    return { status, text, isLast };
  }

  #readHead(): Head | null {
    const end = this.#bytes.indexOf('\r\n\r\n');
    if (end === -1) {
      if (this.#bytes.length > headMaxBytes) throw new Error(`no head: ${this.#shown()}`);
      return null;
    }
    const head = this.#bytes.toString('latin1', 0, end);
    const status = Number(wholeHead.exec(head)?.[1]);
    if (Number.isNaN(status)) throw new Error(`not an answer: ${this.#shown()}`);
    const bodyStart = end + 4;
    return {
      status,
      bodyStart,
      endsAt: bodyStart + this.#bodyBytes(head, status),
      isLast: /\r\nconnection: *close/i.test(head),
    };
  }

  #bodyBytes(head: string, status: number): number {
    if (this.#method === 'HEAD' || status === 204 || status === 304) return 0;
    const given = contentLength.exec(head)?.[1];
    if (given === undefined) throw new Error(`an answer without a length: ${this.#shown()}`);
    return Number(given);
  }

  #shown(): string {
    return this.#bytes.toString('latin1', 0, 300);
  }
}
